using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.States;

/// <summary>True and predicted numbers: ranks need them all.</summary>
internal sealed class RegressionState(bool extended) : MetricState
{
    private const string Constant = "the labels or the predictions are all the same";

    private readonly List<double> _labels = [];
    private readonly List<double> _predictions = [];
    private long _missing;

    public override long Count => _labels.Count;

    public override void Add(MetricBatch batch, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<double> labels = batch.LabelNumbers, predictions = batch.PredictionNumbers;
        foreach (int row in rows)
        {
            if (double.IsInfinity(labels[row]) || double.IsInfinity(predictions[row]))
            {
                (string? field, double found) = double.IsInfinity(labels[row])
                    ? (batch.Fields.LabelField, labels[row])
                    : (batch.Fields.PredictionField, predictions[row]);
                throw new LitException(string.Create(
                    CultureInfo.InvariantCulture, $"Row {row}, field '{field}': expected a finite number, found {found}."));
            }

            Add(labels[row], predictions[row]);
        }
    }

    /// <summary>Takes in one example; NaN on either side leaves it out.</summary>
    public void Add(double label, double prediction)
    {
        if (double.IsNaN(label) || double.IsNaN(prediction))
        {
            _missing++;
            return;
        }

        _labels.Add(label);
        _predictions.Add(prediction);
    }

    public override void Merge(MetricState other)
    {
        RegressionState same = Same<RegressionState>(other);
        _labels.AddRange(CollectionsMarshal.AsSpan(same._labels));
        _predictions.AddRange(CollectionsMarshal.AsSpan(same._predictions));
        _missing += same._missing;
    }

    public override IReadOnlyList<MetricValue> Compute(IntervalOptions intervals)
    {
        List<MetricValue> values = [];
        if (Count > 0)
        {
            ReadOnlySpan<double> y = CollectionsMarshal.AsSpan(_labels), p = CollectionsMarshal.AsSpan(_predictions);
            double mse = Regression.MeanSquaredError(y, p);
            double[] scores =
            [
                mse, Regression.Pearson(y, p), Regression.Spearman(y, p),
                Math.Sqrt(mse), Regression.MeanAbsoluteError(y, p), Regression.RSquared(y, p),
            ];
            var builder = new MetricValues(new RegressionStatistic(Sample()), intervals, Count, scores);
            string noCorrelation = Count < 2 ? "one example has no correlation" : Constant;
            values.Add(builder.Value("mse", 0, (0, double.PositiveInfinity), ""));
            values.Add(builder.Value("pearsonr", 1, (-1, 1), noCorrelation));
            values.Add(builder.Value("spearmanr", 2, (-1, 1), noCorrelation));
            if (extended)
            {
                values.Add(builder.Value("rmse", 3, (0, double.PositiveInfinity), ""));
                values.Add(builder.Value("mae", 4, (0, double.PositiveInfinity), ""));
                values.Add(builder.Value("r2", 5, (double.NegativeInfinity, 1), "the labels have no variance"));
            }
        }

        if (_missing > 0)
        {
            values.Add(new("num_missing_labels", _missing, _missing) { IsCount = true, Reason = "left out of all other scores" });
        }

        return values;
    }

    public override void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("missing", _missing);
        StateJson.Write(writer, "labels", CollectionsMarshal.AsSpan(_labels));
        StateJson.Write(writer, "predictions", CollectionsMarshal.AsSpan(_predictions));
        writer.WriteEndObject();
    }

    public void Read(JsonElement json)
    {
        double[] labels = StateJson.Numbers(json, "labels");
        _labels.AddRange(labels);
        _predictions.AddRange(StateJson.Numbers(json, "predictions", labels.Length));
        _missing += StateJson.Count(json, "missing");
    }

    private SampledRows Sample()
    {
        var sample = new SampledRows(2);
        for (int row = 0; row < _labels.Count; row++)
        {
            sample.Add([_labels[row], _predictions[row]]);
        }

        return sample;
    }
}
