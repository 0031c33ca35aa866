namespace Lit.Api.Metrics;

/// <summary>Makes the <see cref="MetricValue"/>s that follow from one <see cref="SufficientStatistic"/>.</summary>
public sealed class MetricValues
{
    private readonly IntervalOptions _intervals;
    private readonly long _support;
    private readonly double[] _scores;
    private readonly double[][] _resamples;
    private readonly double[] _accelerations;

    /// <summary>Computes and resamples all scores of a statistic.</summary>
    /// <param name="statistic">What the scores need to know.</param>
    /// <param name="intervals">How often to resample.</param>
    /// <param name="support">How many examples the scores rest on.</param>
    public MetricValues(SufficientStatistic statistic, IntervalOptions intervals, long support)
        : this(statistic, intervals, support, Evaluate(statistic))
    {
    }

    /// <summary>Resamples a statistic about scores that are known better than from the statistic itself.</summary>
    /// <param name="statistic">What the scores need to know.</param>
    /// <param name="intervals">How often to resample.</param>
    /// <param name="support">How many examples the scores rest on.</param>
    /// <param name="scores">The scores of all examples.</param>
    public MetricValues(
        SufficientStatistic statistic, IntervalOptions intervals, long support, ReadOnlySpan<double> scores)
    {
        ArgumentNullException.ThrowIfNull(intervals);
        _intervals = intervals;
        _support = support;
        _scores = scores.ToArray();
        _resamples = support > 0
            ? Bootstrap.Resample(statistic, scores, intervals)
            : [.. _scores.Select(_ => Array.Empty<double>())];
        _accelerations = intervals is { Method: IntervalMethod.Accelerated, Resamples: > 0 } && support > 0
            ? Jackknife.Accelerations(statistic)
            : new double[_scores.Length];
    }

    /// <summary>A score with its interval.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="index">Its place in the scores of the statistic.</param>
    /// <param name="range">The least and the greatest value it can take.</param>
    /// <param name="undefined">What to say when it is NaN.</param>
    public MetricValue Value(string name, int index, (double Least, double Greatest) range, string undefined)
        => new(name, _scores[index], _support)
        {
            Resamples = double.IsNaN(_scores[index]) ? [] : _resamples[index],
            Range = range,
            Level = _intervals.Level,
            Method = _intervals.Method,
            Acceleration = _accelerations[index],
            Reason = double.IsNaN(_scores[index]) ? undefined : null,
        };

    /// <summary>The same, but 0 and the reason in place of NaN, also in resamples.</summary>
    /// <inheritdoc cref="Value" path="/param"/>
    public MetricValue ValueOrZero(string name, int index, (double Least, double Greatest) range, string undefined)
        => Value(name, index, range, undefined) with
        {
            Value = double.IsNaN(_scores[index]) ? 0 : _scores[index],
            Resamples = [.. _resamples[index].Select(score => double.IsNaN(score) ? 0 : score)],
        };

    private static double[] Evaluate(SufficientStatistic statistic)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        double[] scores = new double[statistic.ScoreCount];
        statistic.Evaluate(statistic.Counts, scores);
        return scores;
    }
}
