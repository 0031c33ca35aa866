using Lit.Metrics.Comparison;

namespace Lit.Metrics.Slices;

/// <summary>What <see cref="SliceFinder"/> looks for.</summary>
public sealed record SliceOptions
{
    /// <summary>What is bad: a score that is a mean over examples, such as accuracy, log loss or squared error.</summary>
    /// <value><see cref="Metrics.Accuracy"/> by default.</value>
    public MetricScore Metric { get; init; } = Metrics.Accuracy;

    /// <summary>How many conditions a slice has at most.</summary>
    /// <value>2 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Depth
    {
        get;
        init => field = AtLeast(value, 1);
    } = 2;

    /// <summary>How many examples a slice has at least.</summary>
    /// <value>30 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int MinimumSupport
    {
        get;
        init => field = AtLeast(value, 2);
    } = 30;

    /// <summary>How much worse than the rest a slice is at least, in the unit of the score.</summary>
    /// <value>0 by default: anything worse.</value>
    public double MinimumEffect { get; init; }

    /// <summary>How many slices are given.</summary>
    /// <value>10 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Count
    {
        get;
        init => field = AtLeast(value, 1);
    } = 10;

    /// <summary>How many ranges numbers are parted into, with as many examples each.</summary>
    /// <value>4 by default.</value>
    public int Bins { get; init; } = 4;

    /// <summary>The highest corrected p-value of a slice; 1 for all.</summary>
    /// <value>0.05 by default.</value>
    public double Level { get; init; } = 0.05;

    private static int AtLeast(int value, int least)
        => value >= least ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Expected at least {least}.");
}
