using System.Globalization;
using Lit.Api.Metrics;
using Lit.Api.Reporting;
using Lit.Metrics.Counts;
using Lit.Metrics.Reliability;
using Lit.Metrics.States;
using Lit.Types;

namespace Lit.Metrics;

/// <summary>Every score of class probabilities, each with its interval.</summary>
/// <param name="Values">The scores by their names on the wire.</param>
/// <param name="Confusion">Counts of predicted by true class.</param>
/// <param name="Reliability">Confidence of the predicted class against how often it is right.</param>
public sealed record MulticlassScore(
    IReadOnlyDictionary<string, MetricValue> Values, ConfusionMatrix Confusion, ReliabilityDiagram Reliability) : IReportable
{
    private IReadOnlyList<ReportBlock> _pictures = [];

    private static readonly string[] OfTwoClasses = ["precision", "recall", "f1", "auc", "aucpr"];

    /// <summary>Share of right predictions.</summary>
    public MetricValue Accuracy => Values["accuracy"];

    /// <summary>Precision of the second of two classes; NaN with the reason for another number of classes.</summary>
    public MetricValue Precision => Values["precision"];

    /// <summary>Recall of the second of two classes; NaN with the reason for another number of classes.</summary>
    public MetricValue Recall => Values["recall"];

    /// <summary>F1 of the second of two classes; NaN with the reason for another number of classes.</summary>
    public MetricValue F1 => Values["f1"];

    /// <summary>Mean recall over the classes that occur.</summary>
    public MetricValue BalancedAccuracy => Values["macro_recall"];

    /// <summary>Mean precision over the classes that were predicted.</summary>
    public MetricValue MacroPrecision => Values["macro_precision"];

    /// <summary>Mean recall over the classes that occur.</summary>
    public MetricValue MacroRecall => Values["macro_recall"];

    /// <summary>Mean F1 over the classes that occur or were predicted.</summary>
    public MetricValue MacroF1 => Values["macro_f1"];

    /// <summary>Mean F1 over classes by their examples.</summary>
    public MetricValue WeightedF1 => Values["weighted_f1"];

    /// <summary>Matthews' correlation.</summary>
    public MetricValue Matthews => Values["matthews"];

    /// <summary>Cohen's kappa.</summary>
    public MetricValue Kappa => Values["kappa"];

    /// <summary>Area under the ROC curve of the second of two classes; NaN with the reason for another number of classes.</summary>
    public MetricValue Auc => Values["auc"];

    /// <summary>Average precision of the second of two classes; NaN with the reason for another number of classes.</summary>
    public MetricValue AveragePrecision => Values["aucpr"];

    /// <summary>Mean of −ln of the probability of the true class, in nats.</summary>
    public MetricValue LogLoss => Values["log_loss"];

    /// <summary>Mean squared distance of the probabilities from the true class, in [0, 2].</summary>
    public MetricValue Brier => Values["brier"];

    /// <summary>Expected calibration error of the predicted class, over 15 bins of equal width.</summary>
    public MetricValue CalibrationError => Values["calibration_error"];

    /// <summary>All scores, a line each.</summary>
    public override string ToString() => string.Join('\n', Values.Values);

    /// <inheritdoc />
    /// <remarks>A table of the scores; ROC and precision-recall curves of two classes; reliability; the confusion of up to 50 classes.</remarks>
    public IEnumerable<ReportBlock> ToReport() =>
    [
        new TableBlock(
            ["score", "value", "examples", "remark"],
            [.. Values.Values.Select(value => new ValueList<ReportCell>([value.Name, Cell(value), value.Support, value.Reason]))]),
        .. _pictures,
    ];

    private static ReportCell Cell(MetricValue value)
        => value.HasInterval ? new IntervalCell(value.Value, value.Lower, value.Upper) : value.Value;

    internal static MulticlassScore Of(MulticlassState state, IntervalOptions intervals)
    {
        var values = new OrderedDictionary<string, MetricValue>(StringComparer.Ordinal);
        foreach (MetricValue value in state.Compute(intervals))
        {
            values[value.Name] = value;
        }

        foreach (string name in state.Count == 0 ? new MulticlassMetrics { Extended = true }.MetaSpec.Keys : OfTwoClasses)
        {
            string reason = state.Count == 0 ? "no examples" : $"defined for two classes; there are {state.Confusion.Classes}";
            values.TryAdd(name, new(name, double.NaN, state.Count) { Reason = reason });
        }

        string[] names = [.. Enumerable.Range(0, state.Confusion.Classes).Select(c => c.ToString(CultureInfo.InvariantCulture))];
        return new(values, state.Matrix, state.Reliability) { _pictures = [.. state.Pictures(names)] };
    }
}
