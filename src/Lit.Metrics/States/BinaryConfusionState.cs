using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Metrics.Decisions;

namespace Lit.Metrics.States;

/// <summary>Four counts.</summary>
internal sealed class BinaryConfusionState(int? nullIndex, int positive) : MetricState
{
    private readonly double[] _counts = new double[4];
    private readonly double[] _row = new double[2];
    private long _missing;

    public override long Count => (long)(_counts[0] + _counts[1] + _counts[2] + _counts[3]);

    public override void Add(MetricBatch batch, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> labels = batch.LabelCodes;
        foreach (int row in rows)
        {
            if (batch.TryCopyPrediction(row, _row))
            {
                Add(labels[row], _row, batch.Margin(row));
            }
            else
            {
                _missing++;
            }
        }
    }

    /// <summary>Takes in one example; a label of −1 leaves it out.</summary>
    public void Add(int label, ReadOnlySpan<double> probabilities, double margin)
    {
        if (label < 0)
        {
            _missing++;
            return;
        }

        int predicted = nullIndex is { } none
            ? Decision.WithMargin(probabilities, none, margin)
            : Decision.Largest(probabilities);
        _counts[(label == positive ? 2 : 0) + (predicted == positive ? 1 : 0)]++;
    }

    public override void Merge(MetricState other)
    {
        BinaryConfusionState same = Same<BinaryConfusionState>(other);
        _missing += same._missing;
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += same._counts[i];
        }
    }

    public override IReadOnlyList<MetricValue> Compute(IntervalOptions intervals)
    {
        if (Count + _missing == 0)
        {
            return [];
        }

        var builder = new MetricValues(new CellCounts(_counts), intervals, Count);
        string[] names = ["TN", "FP", "FN", "TP"];
        return
        [
            .. names.Select((name, i) => builder.Value(name, i, (0, Count), "") with
            {
                IsCount = true,
                Reason = _missing > 0 ? $"{_missing} examples without a usable label or prediction are left out" : null,
            }),
        ];
    }

    public override void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("missing", _missing);
        StateJson.Write(writer, "counts", Array.ConvertAll(_counts, count => (long)count));
        writer.WriteEndObject();
    }

    public void Read(JsonElement json)
    {
        _missing += StateJson.Count(json, "missing");
        long[] counts = StateJson.Counts(json, "counts", 4);
        for (int i = 0; i < counts.Length; i++)
        {
            _counts[i] += counts[i];
        }
    }
}
