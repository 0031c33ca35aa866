using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Options of <see cref="GuidedBackpropagation"/>.</summary>
public sealed record GuidedBackpropagationConfig : SalienceConfig;

/// <summary>Scores by the gradient of which rectifiers pass on only what is positive: sharper maps of images.</summary>
/// <remarks>
/// Scores are sums over the numbers of a token, feature or pixel. They follow edges of the input more than the target; see
/// Adebayo et al., "Sanity Checks for Saliency Maps", NeurIPS 2018. See <see cref="BackwardRule.GuidedBackpropagation"/>.
/// </remarks>
public sealed class GuidedBackpropagation : BackwardInterpreter<GuidedBackpropagationConfig>
{
    /// <summary>Creates the method with the usual options.</summary>
    public GuidedBackpropagation()
        : this(new GuidedBackpropagationConfig())
    {
    }

    /// <summary>Creates the method with options of your own as its defaults.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public GuidedBackpropagation(GuidedBackpropagationConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override string Name => "Guided Backpropagation";

    /// <inheritdoc />
    public override string Description => "What of the input excites the prediction: the gradient through what excites it only.";

    private protected override BackwardRule Backward => BackwardRule.GuidedBackpropagation;
}
