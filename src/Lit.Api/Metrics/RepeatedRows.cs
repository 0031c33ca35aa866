namespace Lit.Api.Metrics;

/// <summary>Any metric's score of examples counted any number of times: by scoring them, for want of a statistic of its own.</summary>
internal sealed class RepeatedRows : SufficientStatistic
{
    private readonly Metric _metric;
    private readonly MetricBatch _before;
    private readonly MetricBatch _after;
    private readonly string _score;

    public RepeatedRows(Metric metric, MetricBatch before, MetricBatch after, string score)
        => (_metric, _before, _after, _score) = (metric, before, after, score);

    public override ReadOnlySpan<double> Counts => new double[_before.Count + _after.Count];

    public override int ScoreCount => 1;

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
    {
        MetricState state = _metric.CreateState(_before.Fields);
        state.Add(_before, Rows(counts[.._before.Count]));
        state.Add(_after, Rows(counts[_before.Count..]));
        scores[0] = state.Compute(IntervalOptions.None).FirstOrDefault(value => value.Name == _score)?.Value ?? double.NaN;
    }

    private static int[] Rows(ReadOnlySpan<double> counts)
    {
        List<int> rows = [];
        for (int row = 0; row < counts.Length; row++)
        {
            for (int time = 0; time < counts[row]; time++)
            {
                rows.Add(row);
            }
        }

        return [.. rows];
    }
}
