using Lit.Components.Salience;

namespace Lit.Components.Paths;

/// <summary>Options of <see cref="GradientAttribution"/>.</summary>
public sealed record GradientAttributionConfig : SalienceConfig
{
    /// <summary>How scores are got from gradients.</summary>
    /// <value>
    /// <see cref="StraightPath"/> by default: integrated gradients with as many points as the path needs.
    /// </value>
    public AttributionMethod Method { get; init; } = new StraightPath();

    /// <summary>
    /// Which |completeness error|, as a part of the difference that scores should sum to, counts as converged; an
    /// adaptive path has a tolerance of its own.
    /// </summary>
    /// <value>0.001 by default.</value>
    public double Tolerance { get; init; } = 1e-3;
}
