using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Metrics.Margins;
using Lit.Metrics.States;
using Lit.Types;

namespace Lit.Metrics;

/// <summary>Right and wrong predictions of each of two classes.</summary>
/// <remarks>Positive is the class that is not the null class; without one, the second. Examples without a usable label are left out.</remarks>
public sealed class BinaryConfusionMetrics : ClassificationMetric
{
    /// <inheritdoc />
    public override string Name => "binary_confusion";

    /// <inheritdoc />
    public override string Description => "Counts of true and false positives and negatives.";

    /// <inheritdoc />
    public override Spec MetaSpec { get; } = new()
    {
        ["TN"] = new MetricResult { BestValue = MetricBestValue.Highest, Description = "Negative examples taken for negative." },
        ["FP"] = new MetricResult { BestValue = MetricBestValue.Zero, Description = "Negative examples taken for positive." },
        ["FN"] = new MetricResult { BestValue = MetricBestValue.Zero, Description = "Positive examples taken for negative." },
        ["TP"] = new MetricResult { BestValue = MetricBestValue.Highest, Description = "Positive examples taken for positive." },
    };

    /// <summary>Whether the second class is positive even when it is the null class, as in LIT.</summary>
    /// <value>False by default.</value>
    public bool LitCompatible { get; init; }

    /// <inheritdoc />
    public override Compatibility CheckFields(LitType prediction, LitType? label)
    {
        List<SpecMismatch> mismatches = [.. base.CheckFields(prediction, label).Mismatches];
        if (prediction is MulticlassPreds { Vocab.Count: not 2 } classes)
        {
            mismatches.Add(new("prediction", "a vocabulary of 2 classes", $"{classes.Vocab.Count}"));
        }

        if (label is not CategoryLabel)
        {
            mismatches.Add(new("label", nameof(CategoryLabel), label?.GetType().Name ?? "no label"));
        }

        return new(mismatches);
    }

    /// <inheritdoc />
    public override MetricState CreateState(MetricFields fields) => NewState(fields);

    /// <inheritdoc />
    public override MetricState ReadState(MetricFields fields, JsonElement json)
    {
        BinaryConfusionState state = NewState(fields);
        state.Read(json);
        return state;
    }

    /// <inheritdoc />
    public override PairedUnits CreatePairedUnits(MetricBatch before, MetricBatch after, string score)
    {
        CheckPair(before, after, score);
        MulticlassPreds classes = Classes(before.Fields);
        int positive = LitCompatible ? 1 : 1 - (classes.NullIndex ?? 0);
        int[] labels = before.LabelCodes.ToArray();
        int place = MetaSpec.Keys.Index().First(entry => entry.Item == score).Index;
        return new(new CellCounts(new double[4]), place, Cells(before), Cells(after));

        int[] Cells(MetricBatch batch) =>
        [
            .. MulticlassMetrics.Decide(batch, classes).Select((predicted, row) => labels[row] < 0 || predicted < 0
                ? -1
                : (labels[row] == positive ? 2 : 0) + (predicted == positive ? 1 : 0)),
        ];
    }

    private protected override Metric WithMargins(MarginConfig margins)
        => new BinaryConfusionMetrics { LitCompatible = LitCompatible, Margins = margins };

    private BinaryConfusionState NewState(MetricFields fields)
    {
        MulticlassPreds classes = Classes(fields);
        return classes.Vocab.Count == 2
            ? new(classes.NullIndex, positive: LitCompatible ? 1 : 1 - (classes.NullIndex ?? 0))
            : throw new LitException(
                $"{fields.PredictionField}: expected a vocabulary of 2 classes, found {classes.Vocab.Count}.");
    }
}
