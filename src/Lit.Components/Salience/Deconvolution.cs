using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Options of <see cref="Deconvolution"/>.</summary>
public sealed record DeconvolutionConfig : SalienceConfig;

/// <summary>Scores by a backward pass whose rectifiers do not ask whether they were active.</summary>
/// <remarks>See <see cref="BackwardRule.Deconvolution"/>, and the remarks of <see cref="GuidedBackpropagation"/>.</remarks>
public sealed class Deconvolution : BackwardInterpreter<DeconvolutionConfig>
{
    /// <summary>Creates the method with the usual options.</summary>
    public Deconvolution()
        : this(new DeconvolutionConfig())
    {
    }

    /// <summary>Creates the method with options of your own as its defaults.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public Deconvolution(DeconvolutionConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override string Name => "Deconvolution";

    /// <inheritdoc />
    public override string Description => "What of the input excites the prediction: what comes back through rectifiers.";

    private protected override BackwardRule Backward => BackwardRule.Deconvolution;
}
