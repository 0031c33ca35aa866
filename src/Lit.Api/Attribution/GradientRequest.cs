namespace Lit.Api.Attribution;

/// <summary>Which gradient is asked for.</summary>
public record GradientRequest
{
    /// <summary>The number that is differentiated.</summary>
    /// <value><see cref="Attribution.Target.Predicted"/> by default.</value>
    public Target Target { get; init; } = Target.Predicted;

    /// <summary>
    /// The name of the <see cref="GradientInput"/> that is differentiated by, or several names between commas for values that
    /// move together, as far as the model can do so; null for the model's first.
    /// </summary>
    public string? Input { get; init; }

    /// <summary>
    /// The name of a value inside the model that a probe differentiates by, while <see cref="Input"/> is what moves; null for
    /// <see cref="Input"/> itself. For gradients of a layer at the example itself name it as <see cref="Input"/>.
    /// </summary>
    public string? Layer { get; init; }

    /// <summary>What goes backward in place of the derivative.</summary>
    /// <value><see cref="BackwardRule.Gradient"/> by default.</value>
    public BackwardRule Backward { get; init; }

    /// <summary>What the example is compared with by <see cref="BackwardRule.DeepLift"/>; no other rule reads it.</summary>
    /// <value><see cref="Baseline.Zero"/> by default.</value>
    public Baseline Reference { get; init; } = Baseline.Zero;
}

/// <summary>Which path integral of gradients is asked for.</summary>
public sealed record PathRequest : GradientRequest
{
    /// <summary>Where on the path the gradient is taken, and how much each point counts.</summary>
    public required QuadratureRule Rule { get; init; }

    /// <summary>Where the path starts.</summary>
    /// <value><see cref="Attribution.Baseline.Zero"/> by default.</value>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>Whether token inputs keep one number for each element of the embedding instead of one for each token.</summary>
    /// <value>False by default.</value>
    public bool PerElement { get; init; }

    /// <summary>How many points of paths the model may evaluate at a time, which bounds its memory; null lets the model choose.</summary>
    public int? MaxRows { get; init; }
}
