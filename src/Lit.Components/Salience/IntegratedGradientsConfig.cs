using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Options of <see cref="IntegratedGradients"/>.</summary>
public sealed record IntegratedGradientsConfig : SalienceConfig
{
    /// <summary>
    /// The label of the class to explain, if <see cref="SalienceConfig.Target"/> is null; empty for the predicted
    /// class.
    /// </summary>
    /// <value>Empty by default.</value>
    public string ClassToExplain { get; init; } = "";

    /// <summary>How many gradients are taken along the path at first; see <see cref="Tolerance"/>.</summary>
    /// <value>30 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int InterpolationSteps
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1 interpolation step.");
    } = 30;

    /// <summary>How the points of the path are placed.</summary>
    /// <value><see cref="QuadratureMethod.GaussLegendre"/> by default.</value>
    public QuadratureMethod Method { get; init; }

    /// <summary>Where the path starts.</summary>
    /// <value><see cref="Api.Attribution.Baseline.Zero"/> by default.</value>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>
    /// The greatest |completeness error| as a part of the difference that the scores should sum to. Where it is missed,
    /// the
    /// number of steps is doubled, up to <see cref="MaxInterpolationSteps"/>.
    /// </summary>
    /// <value>0.001 by default; null for exactly <see cref="InterpolationSteps"/>, whatever the error.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public double? Tolerance
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a tolerance above 0.");
    } = 1e-3;

    /// <summary>How many gradients one pass along the path takes at most when <see cref="Tolerance"/> is set.</summary>
    /// <value>480 by default.</value>
    public int MaxInterpolationSteps { get; init; } = 480;

    /// <summary>
    /// How many points of paths a model that computes gradients itself may evaluate at a time; null lets it choose.
    /// </summary>
    /// <value>Null by default.</value>
    public int? MaxRows { get; init; }

    internal QuadratureRule Rule(int steps)
        => LitCompatible ? Quadrature.LitCompatible(steps) : Quadrature.Of(Method, steps);

    internal Target? ExplainedTarget => Target ?? (ClassToExplain.Length > 0 ? Target.Logit(ClassToExplain) : null);
}
