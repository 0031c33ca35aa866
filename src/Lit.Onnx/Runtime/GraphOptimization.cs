namespace Lit.Onnx.Runtime;

/// <summary>How much ONNX Runtime may rewrite a graph before it runs it.</summary>
public enum GraphOptimization
{
    /// <summary>Nothing is rewritten.</summary>
    None,

    /// <summary>Constants are folded and redundant nodes removed; the same on every device.</summary>
    Basic,

    /// <summary>Also fuses nodes into kernels of the device.</summary>
    Extended,

    /// <summary>Also changes the layout of images in memory.</summary>
    All,
}
