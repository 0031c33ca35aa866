namespace Lit.Api.Metrics;

/// <summary>All that some scores need to know of the data, so that examples can be drawn again without looking at them.</summary>
/// <remarks>
/// The statistic is a list of units, each standing for a number of equal examples: the cells of a confusion matrix, the
/// distinct scores of a ranking, or simply examples. Drawing examples with replacement changes the counts and nothing else.
/// </remarks>
public abstract class SufficientStatistic
{
    /// <summary>How many examples each unit stands for.</summary>
    public abstract ReadOnlySpan<double> Counts { get; }

    /// <summary>How many scores follow.</summary>
    public abstract int ScoreCount { get; }

    /// <summary>The share of all examples that the units are a random sample of, in (0, 1].</summary>
    /// <value>1 by default: the units are all examples.</value>
    public virtual double SampledShare => 1;

    /// <summary>Computes the scores from how often each unit was drawn.</summary>
    /// <param name="counts">One for each unit; <see cref="Counts"/> itself, or a resample of it.</param>
    /// <param name="scores">Takes the scores; NaN where one is not defined.</param>
    public abstract void Evaluate(ReadOnlySpan<double> counts, Span<double> scores);
}
