namespace Lit.Api.Attribution;

/// <summary>A place in a model that gradients can be taken with respect to.</summary>
/// <param name="Name">The name of the value, to be used in <see cref="GradientRequest.Input"/>.</param>
/// <param name="Kind">What the numbers are.</param>
/// <param name="Field">The field of the example that the numbers come from; null for an inner value.</param>
public sealed record GradientInput(string Name, GradientInputKind Kind, string? Field);

/// <summary>What the numbers of a <see cref="GradientInput"/> are.</summary>
public enum GradientInputKind
{
    /// <summary>One vector for each token: shape <c>[tokens, embedding]</c>.</summary>
    TokenEmbeddings,

    /// <summary>Numbers that the caller gave: features, pixels.</summary>
    Values,

    /// <summary>A value inside the model, of any shape.</summary>
    Inner,
}
