using Lit.Onnx.Graph;

namespace Lit.Onnx.Programs;

/// <summary>A value of a model that gradients can be taken with respect to.</summary>
/// <param name="Name">The name of the value in the graph.</param>
/// <param name="Kind">What the value is.</param>
/// <param name="Input">The input of the model that it comes from; null for an inner value.</param>
/// <param name="Shape">Its dimensions, the first of which counts examples; null if their number is not known.</param>
public sealed record CutPoint(string Name, CutPointKind Kind, string? Input, IReadOnlyList<OnnxDimension>? Shape)
{
    /// <summary>The values that stand side by side in this one, which the model does not have itself; none for one that it has.</summary>
    internal IReadOnlyList<CutPoint> Parts { get; init; } = [];
}

/// <summary>What the value of a <see cref="CutPoint"/> is.</summary>
public enum CutPointKind
{
    /// <summary>Rows of an embedding table that an input of token numbers chose: <c>[batch, tokens, embedding]</c>.</summary>
    TokenEmbeddings,

    /// <summary>A floating point input of the model: features, pixels.</summary>
    Input,

    /// <summary>A value inside the model that was asked for by name.</summary>
    Inner,
}
