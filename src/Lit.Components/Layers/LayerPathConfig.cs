using Lit.Api.Attribution;
using Lit.Components.Salience;

namespace Lit.Components.Layers;

/// <summary>Options of methods that follow a layer along a path of the input.</summary>
public abstract record LayerPathConfig : SalienceConfig
{
    private protected LayerPathConfig()
    {
    }

    /// <summary>
    /// The name of the value inside the model that the target is attributed to: one of <see cref="IGradientModel.InnerValues"/>.
    /// </summary>
    public required string Layer { get; init; }

    /// <summary>How many points the path has.</summary>
    /// <value>50 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int InterpolationSteps
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1 interpolation step.");
    } = 50;

    /// <summary>How the points of the path are placed.</summary>
    /// <value><see cref="QuadratureMethod.GaussLegendre"/> by default.</value>
    public QuadratureMethod Method { get; init; }

    /// <summary>Where the path of the input starts.</summary>
    /// <value><see cref="Api.Attribution.Baseline.Zero"/> by default.</value>
    public Baseline Baseline { get; init; } = Baseline.Zero;
}

/// <summary>Options of <see cref="LayerConductance"/>.</summary>
public sealed record LayerConductanceConfig : LayerPathConfig
{
    /// <summary>
    /// Whether to add up as captum does: gradients at the lower ends of the intervals between the points of a rule of one more
    /// point, so that both ends of the path are left out.
    /// </summary>
    /// <value>False by default: means of both ends of each interval, from baseline to input.</value>
    public bool CaptumCompatible { get; init; }
}

/// <summary>Options of <see cref="InternalInfluence"/>.</summary>
public sealed record InternalInfluenceConfig : LayerPathConfig;

/// <summary>Options of <see cref="LayerIntegratedGradients"/>.</summary>
public sealed record LayerIntegratedGradientsConfig : LayerPathConfig;
