using System.Text.Json;

namespace Lit.Api.Metrics;

/// <summary>Sums over examples, and a sample of what single examples added.</summary>
internal sealed class AdditiveState(AdditiveMetric metric, MetricFields fields) : MetricState
{
    private readonly SampledRows _sample = new(metric.SumCount);
    private readonly double[] _sums = new double[metric.SumCount];
    private readonly double[] _row = new double[metric.SumCount];
    private long _missing;

    public override long Count => _sample.Seen;

    public static AdditiveState Read(AdditiveMetric metric, MetricFields fields, JsonElement json)
    {
        var state = new AdditiveState(metric, fields) { _missing = StateJson.Count(json, "missing") };
        StateJson.Numbers(json, "sums", metric.SumCount).CopyTo(state._sums, 0);
        state._sample.Merge(SampledRows.Read(metric.SumCount, StateJson.Property(json, "sample")));
        return state;
    }

    public override void Add(MetricBatch batch, ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            Array.Clear(_row);
            if (!metric.TryMeasure(batch, row, _row))
            {
                _missing++;
                continue;
            }

            _sample.Add(_row);
            for (int i = 0; i < _sums.Length; i++)
            {
                _sums[i] += _row[i];
            }
        }
    }

    public override void Merge(MetricState other)
    {
        AdditiveState same = Same<AdditiveState>(other);
        _sample.Merge(same._sample);
        _missing += same._missing;
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += same._sums[i];
        }
    }

    public override IReadOnlyList<MetricValue> Compute(IntervalOptions intervals)
    {
        List<MetricValue> values = [];
        if (Count > 0)
        {
            double[] scores = new double[metric.MetaSpec.Count];
            metric.Score(_sums, Count, scores);
            var builder = new MetricValues(new Statistic(metric, _sample), intervals, Count, scores);
            values.AddRange(metric.MetaSpec.Keys
                .Select((name, i) => builder.Value(name, i, metric.RangeOf(name), metric.UndefinedBecause(name)))
                .Where(value => metric.Reports(value.Name, fields)));
        }

        if (_missing > 0)
        {
            values.Add(new(metric.MissingName, _missing, _missing) { IsCount = true, Reason = "left out of all other scores" });
        }

        return values;
    }

    public override void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("missing", _missing);
        StateJson.Write(writer, "sums", _sums);
        writer.WritePropertyName("sample");
        _sample.Write(writer);
        writer.WriteEndObject();
    }

    private sealed class Statistic : SufficientStatistic
    {
        private readonly AdditiveMetric _metric;
        private readonly double[] _rows;
        private readonly double[] _counts;
        private readonly double[] _sums;

        public Statistic(AdditiveMetric metric, SampledRows sample)
        {
            _metric = metric;
            _rows = sample.ToSortedRows();
            _counts = new double[sample.Count];
            Array.Fill(_counts, 1);
            _sums = new double[sample.Width];
            SampledShare = sample.Share;
        }

        public override ReadOnlySpan<double> Counts => _counts;

        public override int ScoreCount => _metric.MetaSpec.Count;

        public override double SampledShare { get; }

        public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
        {
            Array.Clear(_sums);
            double total = 0;
            for (int row = 0; row < counts.Length; row++)
            {
                if (counts[row] > 0)
                {
                    total += counts[row];
                    for (int i = 0; i < _sums.Length; i++)
                    {
                        _sums[i] += counts[row] * _rows[(row * _sums.Length) + i];
                    }
                }
            }

            _metric.Score(_sums, total, scores);
        }
    }
}
