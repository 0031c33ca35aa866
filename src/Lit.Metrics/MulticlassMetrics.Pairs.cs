using Lit.Api.Metrics;
using Lit.Metrics.Decisions;
using Lit.Metrics.Significance;
using Lit.Metrics.States;
using Lit.Types;

namespace Lit.Metrics;

/// <content>Two sets of predictions of the same examples.</content>
public sealed partial class MulticlassMetrics
{
    private static readonly Dictionary<string, ConfusionScore> OfMatrix = new(StringComparer.Ordinal)
    {
        ["accuracy"] = ConfusionScore.Accuracy,
        ["precision"] = ConfusionScore.Precision,
        ["recall"] = ConfusionScore.Recall,
        ["f1"] = ConfusionScore.F1,
        ["macro_precision"] = ConfusionScore.MacroPrecision,
        ["macro_recall"] = ConfusionScore.MacroRecall,
        ["macro_f1"] = ConfusionScore.MacroF1,
        ["weighted_f1"] = ConfusionScore.WeightedF1,
        ["matthews"] = ConfusionScore.Matthews,
        ["kappa"] = ConfusionScore.Kappa,
    };

    /// <inheritdoc />
    public override PairedUnits CreatePairedUnits(MetricBatch before, MetricBatch after, string score)
    {
        CheckPair(before, after, score);
        MulticlassPreds classes = Classes(before.Fields);
        int[] labels = before.LabelCodes.ToArray();
        if (OfMatrix.TryGetValue(score, out ConfusionScore place))
        {
            int[] first = Decide(before, classes), second = Decide(after, classes);
            var (cells, ofFirst, ofSecond) = PairedCells.Of(labels, first, second, classes.Vocab.Count, classes.NullIndex);
            PairedUnits units = new(cells, (int)place, ofFirst, ofSecond);
            return score == "accuracy" ? Exact(units, labels, first, second) : units;
        }

        if (score is "auc" or "aucpr" && classes.Vocab.Count == 2)
        {
            int positive = 1 - (classes.NullIndex ?? 0);
            int[] truth = [.. labels.Select(label => label < 0 ? -1 : label == positive ? 1 : 0)];
            var (ranks, ofFirst, ofSecond) = PairedRanks.Of(truth, Scores(before, positive), Scores(after, positive));
            return new(ranks, score == "auc" ? 0 : 1, ofFirst, ofSecond);
        }

        if (score is "log_loss" or "brier")
        {
            double[] losses = [.. Losses(before, labels, score), .. Losses(after, labels, score)];
            int count = labels.Length;
            return new(
                new PairedLosses(losses),
                0,
                [.. Enumerable.Range(0, count).Select(row => double.IsNaN(losses[row]) ? -1 : row)],
                [.. Enumerable.Range(count, count).Select(row => double.IsNaN(losses[row]) ? -1 : row)]);
        }

        if (score == "calibration_error")
        {
            var (bins, ofFirst, ofSecond) = PairedReliability.Of(before, after, classes, CalibrationBins);
            return new(bins, 0, ofFirst, ofSecond);
        }

        return base.CreatePairedUnits(before, after, score);
    }

    private static PairedUnits Exact(PairedUnits units, int[] labels, int[] first, int[] second)
    {
        long onlyFirst = 0, onlySecond = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            bool before = labels[row] >= 0 && first[row] == labels[row], after = labels[row] >= 0 && second[row] == labels[row];
            onlyFirst += before && !after ? 1 : 0;
            onlySecond += after && !before ? 1 : 0;
        }

        return units with { ExactPValue = McNemar.Exact(onlyFirst, onlySecond).PValue, ExactTest = "McNemar's exact test" };
    }

    /// <summary>The predicted class of each row; −1 where there is no prediction.</summary>
    internal static int[] Decide(MetricBatch batch, MulticlassPreds classes)
    {
        double[] row = new double[classes.Vocab.Count];
        int[] predicted = new int[batch.Count];
        for (int i = 0; i < predicted.Length; i++)
        {
            predicted[i] = !batch.TryCopyPrediction(i, row) ? -1
                : classes.NullIndex is { } none ? Decision.WithMargin(row, none, batch.Margin(i))
                : Decision.Largest(row);
        }

        return predicted;
    }

    private static double[] Scores(MetricBatch batch, int positive)
    {
        double[] row = new double[2], scores = new double[batch.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = batch.TryCopyPrediction(i, row) && double.IsFinite(row[0]) && double.IsFinite(row[1])
                ? -row[1 - positive]
                : double.NaN;
        }

        return scores;
    }

    private static double[] Losses(MetricBatch batch, int[] labels, string score)
    {
        double[] row = new double[Classes(batch.Fields).Vocab.Count], losses = new double[batch.Count];
        for (int i = 0; i < losses.Length; i++)
        {
            bool counts = labels[i] >= 0 && batch.TryCopyPrediction(i, row) && row.All(p => p is >= 0 and <= 1);
            losses[i] = !counts ? double.NaN
                : score == "brier" ? ClassProbabilities.Brier(row, labels[i])
                : ClassProbabilities.LogLoss(row[labels[i]]);
        }

        return losses;
    }
}
