using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Metrics.Decisions;

namespace Lit.Metrics.States;

/// <summary>Predictions with the ids that pair them: the other half of a pair may come with any other part of the data.</summary>
internal sealed class PairedState(int classes, int? nullIndex) : MetricState
{
    private readonly List<Row> _rows = [];
    private readonly double[] _buffer = new double[classes];

    public override long Count => _rows.Count;

    public override void Add(MetricBatch batch, ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if (batch.TryCopyPrediction(row, _buffer))
            {
                Add(batch.Id(row), batch.ParentId(row), _buffer, batch.Margin(row));
            }
        }
    }

    /// <summary>Takes in one prediction; null ids pair with nothing.</summary>
    public void Add(string? id, string? parentId, ReadOnlySpan<double> probabilities, double margin)
    {
        int predicted = nullIndex is { } none
            ? Decision.WithMargin(probabilities, none, margin)
            : Decision.Largest(probabilities);
        _rows.Add(new(id, parentId, predicted, probabilities.ToArray()));
    }

    public override void Merge(MetricState other) => _rows.AddRange(Same<PairedState>(other)._rows);

    public override IReadOnlyList<MetricValue> Compute(IntervalOptions intervals)
    {
        var sample = new SampledRows(3);
        double swaps = 0, divergence = 0;
        long undefined = 0;
        foreach ((Row child, Row parent) in Pairs())
        {
            double swap = child.Predicted == parent.Predicted ? 0 : 1;
            double distance = Divergence.JensenShannon(parent.Probabilities, child.Probabilities);
            double defined = double.IsNaN(distance) ? 0 : 1;
            distance = defined == 0 ? 0 : distance;
            sample.Add([swap, distance, defined]);
            swaps += swap;
            divergence += distance;
            undefined += 1 - (long)defined;
        }

        if (sample.Seen == 0)
        {
            return [];
        }

        double[] scores = [swaps / sample.Seen, divergence / (sample.Seen - undefined)];
        var builder = new MetricValues(new PairStatistic(sample), intervals, sample.Seen, scores);
        string reason = $"{undefined} pairs without a divergence, their probabilities being no distribution, are left out";
        MetricValue jsd = builder.Value("mean_jsd", 1, (0, Math.Log(2)), reason);
        return
        [
            new("num_pairs", sample.Seen, sample.Seen) { IsCount = true },
            builder.Value("swap_rate", 0, (0, 1), ""),
            undefined > 0 ? jsd with { Reason = reason } : jsd,
        ];
    }

    public override void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        foreach (Row row in _rows)
        {
            writer.WriteStartObject();
            writer.WriteString("id", row.Id);
            writer.WriteString("parent", row.ParentId);
            writer.WriteNumber("predicted", row.Predicted);
            StateJson.Write(writer, "probabilities", row.Probabilities);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public void Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw StateJson.Wrong("pairs", "an array", json.ValueKind.ToString());
        }

        foreach (JsonElement row in json.EnumerateArray())
        {
            _rows.Add(new(
                StateJson.Property(row, "id").GetString(),
                StateJson.Property(row, "parent").GetString(),
                (int)StateJson.Count(row, "predicted"),
                StateJson.Numbers(row, "probabilities", classes)));
        }
    }

    private IEnumerable<(Row Child, Row Parent)> Pairs()
    {
        var last = new Dictionary<string, Row>(StringComparer.Ordinal);
        foreach (Row row in _rows)
        {
            if (row.Id is not null)
            {
                last[row.Id] = row;
            }
        }

        foreach (Row row in _rows)
        {
            if (row.ParentId is not null && last.TryGetValue(row.ParentId, out Row? parent))
            {
                yield return (row.Id is null ? row : last[row.Id], parent);
            }
        }
    }

    private sealed record Row(string? Id, string? ParentId, int Predicted, double[] Probabilities);

    /// <summary>Swaps, divergences and how many of them are defined.</summary>
    private sealed class PairStatistic(SampledRows sample) : SufficientStatistic
    {
        private readonly SampledMeans _means = new(sample);

        public override ReadOnlySpan<double> Counts => _means.Counts;

        public override int ScoreCount => 2;

        public override double SampledShare => _means.SampledShare;

        public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
        {
            Span<double> means = stackalloc double[3];
            _means.Evaluate(counts, means);
            scores[0] = means[0];
            scores[1] = means[2] > 0 ? means[1] / means[2] : double.NaN;
        }
    }
}
