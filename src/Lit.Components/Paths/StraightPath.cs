using Lit.Api.Attribution;
using Lit.Components.Salience;

namespace Lit.Components.Paths;

/// <summary>
/// Integrated gradients: the gradient along the straight path from a baseline to the input, times the distance.
/// </summary>
/// <remarks>
/// Scores sum to the difference of the target between input and baseline. After Sundararajan, Taly and Yan, "Axiomatic
/// Attribution for Deep Networks", ICML 2017.
/// </remarks>
public sealed record StraightPath : AttributionMethod
{
    /// <inheritdoc />
    public override string Name => "Integrated Gradients";

    /// <summary>Where the path starts.</summary>
    /// <value><see cref="Api.Attribution.Baseline.Zero"/> by default.</value>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>
    /// Where on the path the gradient is taken; null for points that are added where the path is hardest until
    /// <see cref="Tolerance"/> is reached.
    /// </summary>
    /// <value>Null by default. See <see cref="Quadrature"/> for rules.</value>
    public QuadratureRule? Rule { get; init; }

    /// <summary>
    /// The greatest |completeness error| as a part of the difference that the scores should sum to, and the greatest
    /// error of a single number as a part of Σ|score|. Used where <see cref="Rule"/> is null.
    /// </summary>
    /// <value>0.001 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public double Tolerance
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a tolerance above 0.");
    } = 1e-3;

    /// <summary>How many gradients an adaptive path may take.</summary>
    /// <value>2,000 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 17, which the first estimate takes.</exception>
    public int MaxSteps
    {
        get;
        init => field = value >= GaussKronrod.Count + 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 17 steps.");
    } = 2000;

    internal override async ValueTask<PathSum> RunAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken)
    {
        double[] start = await task.StartAsync(Baseline, input, 0, cancellationToken).ConfigureAwait(false);
        return Rule is { } rule
            ? await StraightLine.IntegrateAsync(task.Function, start, input, rule, cancellationToken)
                .ConfigureAwait(false)
            : await AdaptiveLine
                .IntegrateAsync(task.Function, start, input, Tolerance, MaxSteps, cancellationToken)
                .ConfigureAwait(false);
    }
}
