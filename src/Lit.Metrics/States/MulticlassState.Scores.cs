using Lit.Api.Metrics;
using Lit.Metrics.Curves;

namespace Lit.Metrics.States;

/// <content>Scores and their intervals.</content>
internal sealed partial class MulticlassState
{
    private static readonly (double, double) Share = (0, 1);

    public override IReadOnlyList<MetricValue> Compute(IntervalOptions intervals)
    {
        if (_count + _missingLabels + _missingPredictions == 0)
        {
            return [];
        }

        List<MetricValue> values = [];
        AddConfusion(values, intervals);
        AddAreas(values, intervals);
        if (_metric.Extended)
        {
            AddLosses(values, intervals);
            AddCalibration(values, intervals);
        }

        AddMissing(values, "num_missing_labels", _missingLabels);
        AddMissing(values, "num_missing_predictions", _missingPredictions);
        return values;
    }

    private void AddConfusion(List<MetricValue> values, IntervalOptions intervals)
    {
        var builder = new MetricValues(new ConfusionStatistic(_confusion, _nullIndex), intervals, _count);
        values.Add(builder.Value("accuracy", (int)ConfusionScore.Accuracy, Share, NoExamples));
        if (_nullIndex is not null)
        {
            // 0 where nothing was found to count, as in LIT; the reason says so.
            values.Add(builder.ValueOrZero("precision", (int)ConfusionScore.Precision, Share, "no class but the null class was predicted"));
            values.Add(builder.ValueOrZero("recall", (int)ConfusionScore.Recall, Share, "no example is of a class but the null class"));
            values.Add(builder.ValueOrZero("f1", (int)ConfusionScore.F1, Share, "only the null class is true or predicted"));
        }

        if (!_metric.Extended)
        {
            return;
        }

        const string NoClass = "no class was predicted";
        values.Add(builder.Value("macro_precision", (int)ConfusionScore.MacroPrecision, Share, NoClass));
        values.Add(builder.Value("macro_recall", (int)ConfusionScore.MacroRecall, Share, NoExamples));
        values.Add(builder.Value("macro_f1", (int)ConfusionScore.MacroF1, Share, NoExamples));
        values.Add(builder.Value("weighted_f1", (int)ConfusionScore.WeightedF1, Share, NoExamples));
        values.Add(builder.Value("matthews", (int)ConfusionScore.Matthews, (-1, 1), NoExamples));
        values.Add(builder.Value("kappa", (int)ConfusionScore.Kappa, (-1, 1), "truth and prediction are of one class"));
    }

    private void AddAreas(List<MetricValue> values, IntervalOptions intervals)
    {
        if (Positive < 0)
        {
            return;
        }

        if (_undefined > 0 || (_sketch is not null && _improbable > 0))
        {
            string reason = _undefined > 0 ? NotFinite : NotProbable;
            values.Add(new("auc", double.NaN, _count) { Reason = reason });
            values.Add(new("aucpr", double.NaN, _count) { Reason = reason });
            return;
        }

        (BoundedScore roc, BoundedScore precision) = Areas();
        RankStatistic steps = _sketch is null ? _scores.ToStatistic() : new(_sketch.PositiveCells, _sketch.NegativeCells);
        var builder = new MetricValues(steps, intervals, _count, [roc.Value, precision.Value]);
        double positives = _sketch?.Positives ?? _scores.Positives, negatives = _sketch?.Negatives ?? _scores.Negatives;
        string? oneClass = _count == 0 ? NoExamples
            : positives == 0 ? "no example is positive"
            : negatives == 0 ? "no example is negative"
            : null;

        // LIT leaves out an area that one class alone does not have; here it is NaN with the reason.
        values.Add(builder.Value("auc", 0, Share, oneClass ?? "") with { IsOnWire = oneClass is null, ErrorBound = roc.ErrorBound });
        values.Add(builder.Value("aucpr", 1, Share, NoExamples) with
        {
            IsOnWire = _count > 0,
            Reason = positives == 0 ? oneClass : null,
            ErrorBound = precision.ErrorBound,
        });
    }

    private (BoundedScore Roc, BoundedScore Precision) Areas()
    {
        if (_sketch is not null)
        {
            return (_sketch.RocAuc(), _sketch.AveragePrecision());
        }

        (double roc, double precision) = _scores.Areas();
        return (new(roc, 0), new(precision, 0));
    }

    private void AddLosses(List<MetricValue> values, IntervalOptions intervals)
    {
        long scored = _count - _improbable;
        double[] means = [_logLoss / scored, _brier / scored];
        var builder = new MetricValues(new SampledMeans(_losses), intervals, scored, means);
        values.Add(Guard(builder.Value("log_loss", 0, (0, double.PositiveInfinity), NoExamples)));
        values.Add(Guard(builder.Value("brier", 1, (0, 2), NoExamples)));
    }

    private void AddCalibration(List<MetricValue> values, IntervalOptions intervals)
    {
        var builder = new MetricValues(_reliability, intervals, _count - _improbable);
        MetricValue error = builder.Value("calibration_error", 0, Share, NoExamples);
        values.Add(Guard(error with { Method = IntervalMethod.Basic }));
    }

    /// <summary>A score of probabilities means nothing when some rows hold none.</summary>
    private MetricValue Guard(MetricValue value)
        => _improbable == 0
            ? value
            : new(value.Name, double.NaN, _count)
            {
                Reason = _undefined > 0 ? NotFinite : NotProbable,
            };

    private string NotFinite => $"{_undefined} predictions hold NaN or infinity";

    private string NotProbable => $"{_improbable} predictions hold numbers outside [0, 1]";

    private string NoExamples => _missingLabels > 0 ? "no example has a label of the vocabulary" : "no examples";

    private static void AddMissing(List<MetricValue> values, string name, long count)
    {
        if (count > 0)
        {
            values.Add(new(name, count, count) { IsCount = true, Reason = "left out of all other scores" });
        }
    }
}
