using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Options that all gradient methods share.</summary>
public abstract record SalienceConfig
{
    private protected SalienceConfig()
    {
    }

    /// <summary>The number that is explained.</summary>
    /// <value>
    /// Null by default: the class that the model predicts for the example, or the score of a regression model. A model
    /// that
    /// computes gradients itself is asked for the logit of the class. One that returns them in its predictions decides
    /// between logit and probability on its own; it is told the class only, and is taken to differentiate the
    /// probability
    /// unless the target says otherwise.
    /// </value>
    public Target? Target { get; init; }

    /// <summary>Which <see cref="GradientInput"/> of a model that computes gradients itself is meant.</summary>
    /// <value>Null by default: its first token embeddings or, if it has none, its first numbers.</value>
    public string? Input { get; init; }

    /// <summary>
    /// Whether <see cref="TextSalience.Shares"/> and those of other inputs, and so the wire form, are scores divided by
    /// Σ|score|; if not, they are the scores. Scores themselves are never divided.
    /// </summary>
    /// <value>True by default.</value>
    public bool Normalize { get; init; } = true;

    /// <summary>
    /// Whether to explain and to normalize as the LIT toolkit does: the class is whatever the model chooses, which is
    /// the true
    /// label if the example carries it, and all-zero scores become 1/n.
    /// </summary>
    /// <value>False by default.</value>
    public bool LitCompatible { get; init; }

    /// <summary>
    /// Whether an example that fails becomes a result with <see cref="SalienceResult.Error"/>; if not, it ends the run.
    /// </summary>
    /// <value>False by default.</value>
    public bool ContinueOnError { get; init; }
}

/// <summary>Options of <see cref="GradientNorm"/>.</summary>
public sealed record GradientNormConfig : SalienceConfig;

/// <summary>Options of <see cref="GradientTimesInput"/>.</summary>
public sealed record GradientTimesInputConfig : SalienceConfig;
