using Lit.Api.Attribution;

namespace Lit.Components.Paths;

/// <summary>
/// Guided integrated gradients: a path that moves the numbers of the smallest gradient first, so that it passes by
/// regions where the gradient is large for no reason of the input's.
/// </summary>
/// <remarks>
/// Each of the steps needs the gradient of the one before, so they are taken one after the other. Scores sum to the
/// difference of the target up to an error that falls with the number of steps. After Kapishnikov et al., "Guided
/// Integrated Gradients: an Adaptive Path Method for Removing Noise", CVPR 2021.
/// </remarks>
public sealed record GuidedPath : AttributionMethod
{
    /// <inheritdoc />
    public override string Name => "Guided IG";

    /// <summary>Where the path starts.</summary>
    /// <value><see cref="Api.Attribution.Baseline.Zero"/> by default.</value>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>How many gradients are taken along the path.</summary>
    /// <value>200 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Steps
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1 step.");
    } = 200;

    /// <summary>Which part of the numbers moves at a time; at 1 the path is straight.</summary>
    /// <value>0.25 by default; in (0, 1].</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in (0, 1].</exception>
    public double Fraction
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a part above 0 and at most 1.");
    } = 0.25;

    /// <summary>
    /// How far a number may be from its place on the straight path, as a part of it; at 0 the path is straight.
    /// </summary>
    /// <value>0.1 by default; in [0, 1].</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1].</exception>
    public double MaxDistance
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a part from 0 to 1.");
    } = 0.1;

    internal override async ValueTask<PathSum> RunAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken)
    {
        double[] start = await task.StartAsync(Baseline, input, 0, cancellationToken).ConfigureAwait(false);
        return await GuidedWalk
            .IntegrateAsync(task.Function, start, input, Steps, Fraction, MaxDistance, cancellationToken)
            .ConfigureAwait(false);
    }
}
