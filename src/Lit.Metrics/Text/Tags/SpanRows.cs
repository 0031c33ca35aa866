using Lit.Api.Metrics;

namespace Lit.Metrics.Text.Tags;

/// <summary>What each sequence adds to the counts of spans, by two sets of predictions.</summary>
internal sealed class SpanRows : SufficientStatistic
{
    private const int TagColumns = 2;
    private const int TypeColumns = 3;

    private readonly double[] _rows;
    private readonly double[] _sums;
    private readonly double[] _counts;

    public SpanRows(SpanMetrics metric, MetricBatch before, MetricBatch after)
    {
        var counter = new SpanCounter(metric.Scheme);
        List<(int Right, int Tokens, (int Type, TypeCounts Counts)[] Types)?> rows = [];
        foreach (MetricBatch batch in (ReadOnlySpan<MetricBatch>)[before, after])
        {
            for (int row = 0; row < batch.Count; row++)
            {
                rows.Add(counter.TryCount(metric, batch, row) ? (counter.RightTags, counter.Tokens, Types(counter)) : null);
            }
        }

        int[] types = [.. rows.SelectMany(row => row?.Types ?? []).Select(entry => entry.Type).Distinct()];
        Dictionary<int, int> places = types
            .OrderBy(counter.TypeName, StringComparer.Ordinal)
            .Index()
            .ToDictionary(entry => entry.Item, entry => TagColumns + (TypeColumns * entry.Index));
        _sums = new double[TagColumns + (TypeColumns * types.Length)];
        _rows = new double[rows.Count * _sums.Length];
        _counts = new double[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows[row] is var (right, tokens, counts))
            {
                Span<double> own = _rows.AsSpan(row * _sums.Length, _sums.Length);
                (own[0], own[1]) = (right, tokens);
                foreach (var (type, count) in counts)
                {
                    int place = places[type];
                    (own[place], own[place + 1], own[place + 2]) = (count.Right, count.Predicted, count.True);
                }
            }
        }

        Units = [.. rows.Select((row, unit) => row is null ? -1 : unit)];
    }

    /// <summary>The units of the sequences, by the first predictions, then by the second; −1 for one left out.</summary>
    public int[] Units { get; }

    /// <summary>Zeros: a comparison draws its own.</summary>
    public override ReadOnlySpan<double> Counts => _counts;

    public override int ScoreCount => SpanMetrics.AllScores;

    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
    {
        Array.Clear(_sums);
        for (int row = 0; row < counts.Length; row++)
        {
            for (int i = 0; counts[row] > 0 && i < _sums.Length; i++)
            {
                _sums[i] += counts[row] * _rows[(row * _sums.Length) + i];
            }
        }

        SpanState.Evaluate(_sums, _sums.AsSpan(TagColumns), scores);
    }

    private static (int Type, TypeCounts Counts)[] Types(SpanCounter counter)
    {
        List<(int, TypeCounts)> types = [];
        for (int type = 0; type < counter.Types.Length; type++)
        {
            if (counter.Types[type] != default)
            {
                types.Add((type, counter.Types[type]));
            }
        }

        return [.. types];
    }
}
