using Lit.Types;

namespace Lit.Api.Attribution;

/// <summary>A place in a model that gradients can be taken with respect to.</summary>
/// <param name="Name">The name of the value, to be used in <see cref="GradientRequest.Input"/>.</param>
/// <param name="Kind">What the numbers are.</param>
/// <param name="Field">The field of the example that the numbers come from; null for an inner value, or for several fields.</param>
public sealed record GradientInput(string Name, GradientInputKind Kind, string? Field)
{
    /// <summary>What each number of a row of features stands for, in order; empty when the model does not say.</summary>
    public ValueList<FeatureColumn> Columns { get; init; } = [];

    /// <summary>How the numbers are pixels; null when they are none.</summary>
    public ImageLayout? Image { get; init; }

    /// <summary>Whether the first dimension counts the tokens of a text; always so for token embeddings.</summary>
    public bool IsPerToken { get; init; } = Kind == GradientInputKind.TokenEmbeddings;
}

/// <summary>What one number of a row of features stands for.</summary>
/// <param name="Field">The field of the example.</param>
/// <param name="Label">The label that the number is 1 for, of a field that takes one number for each label; else null.</param>
public readonly record struct FeatureColumn(string Field, string? Label = null);

/// <summary>How the dimensions of an image follow each other.</summary>
public enum ImageLayout
{
    /// <summary>Shape <c>[channels, height, width]</c>.</summary>
    ChannelsFirst,

    /// <summary>Shape <c>[height, width, channels]</c>.</summary>
    ChannelsLast,

    /// <summary>Shape <c>[height, width]</c>: one number a pixel.</summary>
    NoChannels,
}

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
