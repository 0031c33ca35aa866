using Lit.Onnx.Graph;

namespace Lit.Onnx.Shapes;

/// <summary>What is known of a value without running the model.</summary>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions; null if not even their number is known.</param>
/// <param name="Content">The elements of a small tensor of integers of rank 0 or 1; null if they are not known.</param>
internal sealed record ValueFacts(OnnxElementType Type, SymbolicInteger[]? Shape, SymbolicInteger[]? Content = null)
{
    public static ValueFacts Unknown { get; } = new(OnnxElementType.Undefined, null);

    public int? Rank => Shape?.Length;

    /// <summary>The elements, if each is the same in every run.</summary>
    public long[]? Constants => Content is null || Content.Any(c => c.Constant is null)
        ? null
        : [.. Content.Select(c => c.Constant!.Value)];

    /// <summary>The dimensions, if each is the same in every run.</summary>
    public long[]? FixedShape => Shape is null || Shape.Any(d => d.Constant is null)
        ? null
        : [.. Shape.Select(d => d.Constant!.Value)];
}
