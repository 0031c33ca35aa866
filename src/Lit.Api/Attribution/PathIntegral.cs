using System.Numerics.Tensors;

namespace Lit.Api.Attribution;

/// <summary>The attributions of one example by the integral of gradients along a path from a baseline.</summary>
public sealed record PathIntegral
{
    /// <summary>What the target is attributed to.</summary>
    public required GradientInput Input { get; init; }

    /// <summary>What is attributed.</summary>
    public required ResolvedTarget Target { get; init; }

    /// <summary>
    /// The attributions, in the target's unit: <c>[tokens]</c> for token embeddings (<c>[tokens, embedding]</c> if
    /// <see cref="PathRequest.PerElement"/>), else the input's own shape.
    /// </summary>
    public required Tensor<float> Attributions { get; init; }

    /// <summary>The sum of all attributions, added up in double precision.</summary>
    public required double Total { get; init; }

    /// <summary>The target's value at the example.</summary>
    public required double ValueAtInput { get; init; }

    /// <summary>The target's value at the baseline.</summary>
    public required double ValueAtBaseline { get; init; }

    /// <summary>How many gradients were evaluated.</summary>
    public required int Evaluations { get; init; }

    /// <summary>
    /// What the gradients take for exact although the model rounds, as phrases; empty if they are the derivatives of the
    /// model as it runs. With straight-through gradients completeness does not hold.
    /// </summary>
    public IReadOnlyList<string> Approximations { get; init; } = [];

    /// <summary>The text and its tokens; null for an input that is no text.</summary>
    public TokenizedText? Text { get; init; }

    /// <summary>The sum of the attributions less the difference that they should sum to; 0 when the integral is exact.</summary>
    public double CompletenessError => Total - (ValueAtInput - ValueAtBaseline);
}
