using System.Numerics.Tensors;

namespace Lit.Api.Attribution;

/// <summary>The gradient of one example's target with respect to one input.</summary>
public sealed record InputGradient
{
    /// <summary>What the gradient is taken with respect to.</summary>
    public required GradientInput Input { get; init; }

    /// <summary>What is differentiated.</summary>
    public required ResolvedTarget Target { get; init; }

    /// <summary>The target's value at the example, in its own unit.</summary>
    public required double Value { get; init; }

    /// <summary>The numbers at the input: <c>[tokens, embedding]</c> for token embeddings, else the input's own shape.</summary>
    public required Tensor<float> Values { get; init; }

    /// <summary>
    /// The gradient, or what <see cref="GradientRequest.Backward"/> puts in its place, in the shape of
    /// <see cref="Values"/>; target's unit for each unit of the input.
    /// </summary>
    public required Tensor<float> Gradients { get; init; }

    /// <summary>The numbers of the reference, in the shape of <see cref="Values"/>; null unless the request has one.</summary>
    public Tensor<float>? Reference { get; init; }

    /// <summary>The target's value at the reference; null unless the request has one.</summary>
    public double? ReferenceValue { get; init; }

    /// <summary>
    /// What the gradient takes for exact although the model rounds, as phrases; empty if it is the derivative of the
    /// model as it runs. With straight-through gradients the explained arithmetic is that without rounding.
    /// </summary>
    public IReadOnlyList<string> Approximations { get; init; } = [];

    /// <summary>The text and its tokens; null for an input that is no text.</summary>
    public TokenizedText? Text { get; init; }
}
