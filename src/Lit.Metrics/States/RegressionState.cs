using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.States;

/// <summary>True and predicted numbers, as ranks need them all; or their moments and a sample, when they stream.</summary>
internal sealed class RegressionState(bool extended, bool streaming = false) : MetricState
{
    private const string Constant = "the labels or the predictions are all the same";

    private const string NoVariance = "the labels have no variance";

    private readonly List<double> _labels = [];
    private readonly List<double> _predictions = [];
    private readonly RegressionMoments? _moments = streaming ? new() : null;
    private readonly SampledRows _sample = new(2);
    private long _missing;

    public override long Count => _moments is null ? _labels.Count : _sample.Seen;

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

        if (_moments is not null)
        {
            _moments.Add(label, prediction);
            _sample.Add([label, prediction]);
            return;
        }

        _labels.Add(label);
        _predictions.Add(prediction);
    }

    public override void Merge(MetricState other)
    {
        RegressionState same = Same<RegressionState>(other);
        if (_moments is null != same._moments is null)
        {
            throw new ArgumentException("Expected a state of equal options; found one that streams and one that does not.", nameof(other));
        }

        _moments?.Merge(same._moments!);
        _sample.Merge(same._sample);
        _labels.AddRange(CollectionsMarshal.AsSpan(same._labels));
        _predictions.AddRange(CollectionsMarshal.AsSpan(same._predictions));
        _missing += same._missing;
    }

    public override IReadOnlyList<MetricValue> Compute(IntervalOptions intervals)
    {
        List<MetricValue> values = [];
        if (Count > 0)
        {
            SampledRows sample = Sample();
            var builder = new MetricValues(new RegressionStatistic(sample), intervals, Count, Scores(sample));
            string noCorrelation = Count < 2 ? "one example has no correlation" : Constant;
            values.Add(builder.Value("mse", 0, (0, double.PositiveInfinity), ""));
            values.Add(builder.Value("pearsonr", 1, (-1, 1), noCorrelation));
            values.Add(_moments is null || sample.Count == Count
                ? builder.Value("spearmanr", 2, (-1, 1), noCorrelation)
                : SampledRanks(sample, intervals));
            if (extended)
            {
                values.Add(builder.Value("rmse", 3, (0, double.PositiveInfinity), ""));
                values.Add(builder.Value("mae", 4, (0, double.PositiveInfinity), ""));
                values.Add(builder.Value("r2", 5, (double.NegativeInfinity, 1), NoVariance));
                values.Add(builder.Value("explained_variance", 6, (double.NegativeInfinity, 1), NoVariance));
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
        if (_moments is null)
        {
            StateJson.Write(writer, "labels", CollectionsMarshal.AsSpan(_labels));
            StateJson.Write(writer, "predictions", CollectionsMarshal.AsSpan(_predictions));
        }
        else
        {
            _moments.Write(writer, "moments");
            writer.WritePropertyName("sample");
            _sample.Write(writer);
        }

        writer.WriteEndObject();
    }

    public void Read(JsonElement json)
    {
        _missing += StateJson.Count(json, "missing");
        if (_moments is not null)
        {
            _moments.Read(json, "moments");
            _sample.Merge(SampledRows.Read(2, StateJson.Property(json, "sample")));
            return;
        }

        double[] labels = StateJson.Numbers(json, "labels");
        _labels.AddRange(labels);
        _predictions.AddRange(StateJson.Numbers(json, "predictions", labels.Length));
    }

    /// <summary>A sample does not know ranks among all examples: the score is the sample's own, and its interval is that of so few.</summary>
    private static MetricValue SampledRanks(SampledRows sample, IntervalOptions intervals)
    {
        var builder = new MetricValues(new RegressionStatistic(sample.ToSortedRows()), intervals, sample.Count);
        MetricValue value = builder.Value("spearmanr", 2, (-1, 1), Constant);
        return value with { Reason = value.Reason ?? $"of an even random sample of {sample.Count} of {sample.Seen} examples: ranks need them all" };
    }

    private double[] Scores(SampledRows sample)
    {
        if (_moments is { } sums)
        {
            double[] labels = new double[sample.Count], predictions = new double[sample.Count];
            for (int row = 0; row < sample.Count; row++)
            {
                (labels[row], predictions[row]) = (sample[row][0], sample[row][1]);
            }

            return
            [
                sums.MeanSquaredError, sums.Pearson, Regression.Spearman(labels, predictions),
                Math.Sqrt(sums.MeanSquaredError), sums.MeanAbsoluteError, sums.RSquared, sums.ExplainedVariance,
            ];
        }

        ReadOnlySpan<double> y = CollectionsMarshal.AsSpan(_labels), p = CollectionsMarshal.AsSpan(_predictions);
        double mse = Regression.MeanSquaredError(y, p);
        return
        [
            mse, Regression.Pearson(y, p), Regression.Spearman(y, p),
            Math.Sqrt(mse), Regression.MeanAbsoluteError(y, p), Regression.RSquared(y, p),
            Count < 2 ? double.NaN : Regression.ExplainedVariance(y, p),
        ];
    }

    private SampledRows Sample()
    {
        if (_moments is not null)
        {
            return _sample;
        }

        var sample = new SampledRows(2);
        for (int row = 0; row < _labels.Count; row++)
        {
            sample.Add([_labels[row], _predictions[row]]);
        }

        return sample;
    }
}
