namespace Lit.Onnx.Graph;

/// <summary>How much an ONNX file may ask for before it is refused.</summary>
/// <remarks>The defaults let through every model that ONNX Runtime itself can hold and stop files made to exhaust memory.</remarks>
public sealed record OnnxLimits
{
    /// <summary>The defaults.</summary>
    public static OnnxLimits Default { get; } = new();

    /// <summary>Bytes of the file itself; weights in files of their own do not count.</summary>
    /// <value>2 GiB less one byte by default, the most that the format allows.</value>
    public long FileBytes { get; init; } = int.MaxValue;

    /// <summary>Bytes of memory for what is not weights: nodes, names, attributes, shapes.</summary>
    /// <value>1 GiB by default, estimated before any of it is asked for.</value>
    public long StructureBytes { get; init; } = 1L << 30;

    /// <summary>Nodes, those of subgraphs and local functions included.</summary>
    /// <value>500,000 by default.</value>
    public int Nodes { get; init; } = 500_000;

    /// <summary>Constants, those of subgraphs included.</summary>
    /// <value>500,000 by default.</value>
    public int Tensors { get; init; } = 500_000;

    /// <summary>Inputs and outputs of one node, and attributes of one node.</summary>
    /// <value>65,536 by default.</value>
    public int NodeArity { get; init; } = 65_536;

    /// <summary>Levels of graphs within graphs.</summary>
    /// <value>16 by default.</value>
    public int SubgraphDepth { get; init; } = 16;

    /// <summary>Dimensions of one tensor.</summary>
    /// <value>32 by default.</value>
    public int Rank { get; init; } = 32;

    /// <summary>Characters of one name.</summary>
    /// <value>8,192 by default.</value>
    public int NameLength { get; init; } = 8_192;
}
