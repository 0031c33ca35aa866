using System.Text.Json;
using Lit.Metrics.Counts;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class MultilabelTests
{
    [Test]
    public void An_example_without_true_or_predicted_label_has_no_precision()
    {
        MultilabelScore score = Multilabel.Score([false, false], [false, false], labels: 2);

        Assert.That(score.ExactMatch, Is.EqualTo(1));
        Assert.That(score.Samples.Precision, Is.NaN);
        Assert.That(Multilabel.Score([false, false], [false, false], 2, undefined: 0).Samples.Precision, Is.Zero);
    }

    [Test]
    public void A_matrix_of_broken_rows_is_refused() => Assert.That(
        () => Multilabel.Score([true, false, true], [true, false, true], labels: 2),
        Throws.ArgumentException.With.Message.Contains("Expected rows of 2 labels; found 3 values."));

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/multilabel.json"])]
    public void Scores_of_label_sets_equal_the_reference(GoldenCase golden)
    {
        double[] weights = GoldenFile.Numbers(golden.Input.GetProperty("sample_weight"));
        bool[] truth = Indicators(golden.Input.GetProperty("y_true"), out int labels);
        bool[] predicted = Indicators(golden.Input.GetProperty("y_pred"), out _);
        foreach (double undefined in (double[])[0, 1])
        {
            MultilabelScore score = Multilabel.Score(truth, predicted, labels, weights, undefined);
            string suffix = $"zd_{undefined}";
            golden.Check("subset_accuracy", score.ExactMatch);
            golden.Check("hamming_loss", score.HammingLoss);
            Check(golden, $"samples_{suffix}", score.Samples);
            Check(golden, $"micro_{suffix}", score.Micro);
            Check(golden, $"macro_{suffix}", score.Macro);
            Check(golden, $"weighted_{suffix}", score.Weighted);
            golden.Check($"samples_jaccard_{suffix}", score.SamplesJaccard);
            golden.Check($"micro_jaccard_{suffix}", score.MicroJaccard);
            golden.Check($"macro_jaccard_{suffix}", score.MacroJaccard);
            golden.Check($"weighted_jaccard_{suffix}", score.WeightedJaccard);
            JsonElement perLabel = golden.Expected.GetProperty($"per_label_{suffix}");
            golden.CheckAll(suffix, perLabel.GetProperty("precision"), score.PerLabel.Select(s => s.Precision));
            golden.CheckAll(suffix, perLabel.GetProperty("recall"), score.PerLabel.Select(s => s.Recall));
            golden.CheckAll(suffix, perLabel.GetProperty("f1"), score.PerLabel.Select(s => s.F));
        }
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/multilabel.json"])]
    public void Rankings_of_labels_equal_the_reference(GoldenCase golden)
    {
        double[] weights = GoldenFile.Numbers(golden.Input.GetProperty("sample_weight"));
        bool[] truth = Indicators(golden.Input.GetProperty("y_true"), out int labels);
        bool[] predicted = Indicators(golden.Input.GetProperty("y_pred"), out _);
        double[] scores = GoldenFile.Matrix(golden.Input.GetProperty("y_score"));
        golden.Check("lrap", MultilabelRanking.AveragePrecision(truth, scores, labels, weights));
        golden.Check("coverage_error", MultilabelRanking.CoverageError(truth, scores, labels, weights));
        golden.Check("label_ranking_loss", MultilabelRanking.Loss(truth, scores, labels, weights));
        golden.Check("ndcg", Ranking.Ndcg([.. truth.Select(t => t ? 1.0 : 0)], scores, labels, weights: weights));
        golden.CheckAll("roc_auc_per_label", MultilabelRanking.RocAucPerLabel(truth, scores, labels, weights));
        golden.CheckAll("average_precision_per_label", MultilabelRanking.AveragePrecisionPerLabel(truth, scores, labels, weights));
        golden.Check("roc_auc_samples", MultilabelRanking.RocAucOverExamples(truth, scores, labels, weights));
        golden.Check("average_precision_samples", MultilabelRanking.AveragePrecisionOverExamples(truth, scores, labels, weights));
        foreach (Averaging averaging in Enum.GetValues<Averaging>())
        {
            string suffix = averaging.ToString().ToLowerInvariant();
            golden.Check($"roc_auc_{suffix}", MultilabelRanking.RocAuc(truth, scores, labels, averaging, weights));
            golden.Check(
                $"average_precision_{suffix}",
                MultilabelRanking.AveragePrecisionOverLabels(truth, scores, labels, averaging, weights));
        }

        MultilabelScore score = Multilabel.Score(truth, predicted, labels, weights, undefined: 0);
        for (int label = 0; label < labels; label++)
        {
            ConfusionMatrix own = ConfusionMatrix.Count(Column(truth, labels, label), Column(predicted, labels, label), 2, weights);
            golden.CheckAll("confusion", Flat(golden.Expected.GetProperty("multilabel_confusion")[label]), own.Cells.ToArray());
            golden.Check("per_label_jaccard", golden.Expected.GetProperty("per_label_jaccard_zd_0")[label], own.Jaccard(1, 0));
            golden.Check("per_label_jaccard", golden.Expected.GetProperty("per_label_jaccard_zd_1")[label], own.Jaccard(1, 1));
            Assert.That(own.Score(1, undefined: 0).F, Is.EqualTo(score.PerLabel[label].F).Within(1e-15));
        }
    }

    private static int[] Column(bool[] matrix, int columns, int column)
        => [.. matrix.Where((_, i) => i % columns == column).Select(bit => bit ? 1 : 0)];

    private static JsonElement Flat(JsonElement matrix)
        => JsonDocument.Parse("[" + string.Join(',', matrix.EnumerateArray().Select(row => row.GetRawText().Trim('[', ']'))) + "]").RootElement;

    private static void Check(GoldenCase golden, string key, PrecisionRecall score)
    {
        JsonElement expected = golden.Expected.GetProperty(key);
        golden.Check(key, expected.GetProperty("precision"), score.Precision);
        golden.Check(key, expected.GetProperty("recall"), score.Recall);
        golden.Check(key, expected.GetProperty("f1"), score.F);
    }

    private static bool[] Indicators(JsonElement matrix, out int columns)
    {
        columns = matrix[0].GetArrayLength();
        return [.. matrix.EnumerateArray().SelectMany(GoldenFile.Integers).Select(bit => bit == 1)];
    }
}
