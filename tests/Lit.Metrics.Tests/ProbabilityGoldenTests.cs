using System.Text.Json;
using Lit.Metrics.Counts;
using Lit.Metrics.Curves;
using Lit.Metrics.Recalibration;
using Lit.Metrics.Reliability;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class ProbabilityGoldenTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/binary_scores.json"])]
    public void Areas_equal_the_reference(GoldenCase golden)
    {
        int[] labels = GoldenFile.Integers(golden.Input.GetProperty("y_true"));
        double[] scores = GoldenFile.Numbers(golden.Input.GetProperty("y_score"));
        double[] weights = GoldenFile.Numbers(golden.Input.GetProperty("sample_weight"));
        if (golden.Name is "nan_score" or "infinite_score")
        {
            Assert.That(() => BinaryScores.RocAuc(labels, scores), Throws.ArgumentException.With.Message.Contains("row 1"));
            Assert.That(() => BinaryScores.AveragePrecision(labels, scores), Throws.ArgumentException);
            return;
        }

        RocCurve roc = BinaryScores.Roc(labels, scores, weights);
        PrecisionRecallCurve precision = BinaryScores.PrecisionRecall(labels, scores, weights);
        Check(golden, new()
        {
            ["roc_auc"] = BinaryScores.RocAuc(labels, scores, weights),
            ["roc_auc_max_fpr_0.1"] = BinaryScores.PartialRocAuc(labels, scores, 0.1, weights),
            ["roc_auc_max_fpr_0.5"] = BinaryScores.PartialRocAuc(labels, scores, 0.5, weights),
            ["average_precision"] = BinaryScores.AveragePrecision(labels, scores, weights),
            ["pr_auc_trapezoid"] = precision.TrapezoidArea,
            ["roc_curve"] = Points(roc.WithoutCollinear()),
            ["roc_curve_all"] = Points(roc),
            ["pr_curve"] = Points(precision),
            ["pr_curve_dropped"] = Points(precision.WithoutRepeatedRecall()),
            ["det_curve"] = Points(BinaryScores.DetectionError(labels, scores, weights)),
        });
        golden.Check("roc_auc", roc.Area);
        golden.Check("average_precision", precision.AveragePrecision);
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/class_probabilities.json"])]
    public void Scores_of_probabilities_equal_the_reference(GoldenCase golden)
    {
        int[] labels = GoldenFile.Integers(golden.Input.GetProperty("y_true"));
        double[] probabilities = GoldenFile.Matrix(golden.Input.GetProperty("y_prob"));
        double[] weights = GoldenFile.Numbers(golden.Input.GetProperty("sample_weight"));
        if (golden.Name is "error_nan_probability" or "error_probability_above_one")
        {
            Assert.That(
                () => ClassProbabilities.LogLoss(labels, probabilities),
                Throws.ArgumentException.With.Message.Contains("Expected probabilities in [0, 1]"));
            return;
        }

        if (golden.Name == "error_one_class_no_labels")
        {
            // The width of a row says how many classes there are; one true class alone is no mistake.
            Assert.That(
                ClassProbabilities.LogLoss(labels, probabilities),
                Is.EqualTo(-(Math.Log(0.5) + Math.Log(0.7)) / 2).Within(1e-15));
            return;
        }

        int classes = probabilities.Length / labels.Length;
        double total = weights.Length > 0 ? weights.Sum() : labels.Length;
        double[] areas = ClassProbabilities.RocAucPerClass(labels, probabilities, weights);
        double[] precisions = ClassProbabilities.AveragePrecisionPerClass(labels, probabilities, weights);
        double brier = ClassProbabilities.Brier(labels, probabilities, weights);
        Check(golden, new()
        {
            ["log_loss"] = ClassProbabilities.LogLoss(labels, probabilities, weights),
            ["log_loss_sum"] = ClassProbabilities.LogLoss(labels, probabilities, weights) * total,
            ["brier_multiclass_scale_by_half_false"] = brier,
            ["brier_multiclass_scale_by_half_true"] = brier / 2,
            ["brier_positive_column"] = classes == 2
                ? BinaryScores.Brier(labels, Column(probabilities, classes, 1), weights)
                : double.NaN,
            ["top_1_accuracy"] = ClassProbabilities.TopAccuracy(labels, probabilities, 1, weights),
            ["top_2_accuracy"] = ClassProbabilities.TopAccuracy(labels, probabilities, 2, weights),
            ["top_3_accuracy"] = ClassProbabilities.TopAccuracy(labels, probabilities, 3, weights),
            ["roc_auc"] = areas[^1],
            ["roc_auc_ovr_per_class"] = areas,
            ["roc_auc_ovr_macro"] = ClassProbabilities.RocAuc(labels, probabilities, Averaging.Macro, weights),
            ["roc_auc_ovr_weighted"] = ClassProbabilities.RocAuc(labels, probabilities, Averaging.Weighted, weights),
            ["roc_auc_ovr_micro"] = ClassProbabilities.RocAuc(labels, probabilities, Averaging.Micro, weights),
            ["roc_auc_ovo_macro"] = ClassProbabilities.RocAucOneVsOne(labels, probabilities, Averaging.Macro),
            ["roc_auc_ovo_weighted"] = ClassProbabilities.RocAucOneVsOne(labels, probabilities, Averaging.Weighted),
            ["average_precision_per_class"] = precisions,
            ["average_precision_macro"] = ClassProbabilities.AveragePrecision(labels, probabilities, Averaging.Macro, weights),
            ["average_precision_weighted"] = ClassProbabilities.AveragePrecision(labels, probabilities, Averaging.Weighted, weights),
            ["average_precision_micro"] = ClassProbabilities.AveragePrecision(labels, probabilities, Averaging.Micro, weights),
            ["d2_log_loss"] = ClassProbabilities.LogLossSkill(labels, probabilities, weights),
            ["d2_brier"] = ClassProbabilities.BrierSkill(labels, probabilities, weights),
        });
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/calibration.json"])]
    public void Calibration_errors_equal_the_reference(GoldenCase golden)
    {
        if (golden.Input.TryGetProperty("logits", out JsonElement logits))
        {
            int[] truth = GoldenFile.Integers(golden.Input.GetProperty("y_true"));
            double[] rows = [.. logits.EnumerateArray().SelectMany(row => SoftMax(GoldenFile.Numbers(row)))];
            CheckDiagram(golden, "top_label_ece_10", Calibration.BinTopClass(truth, rows, 10));
            golden.Check("log_loss_before", ClassProbabilities.LogLoss(truth, rows));
            double[] raw = GoldenFile.Matrix(logits);
            TemperatureScaling scaling = TemperatureScaling.Fit(truth, raw);
            golden.Check("temperature", scaling.Temperature);
            double[] scaled = new double[raw.Length];
            int classes = raw.Length / truth.Length;
            for (int row = 0; row < truth.Length; row++)
            {
                scaling.Apply(raw.AsSpan(row * classes, classes), scaled.AsSpan(row * classes, classes));
            }

            golden.CheckWithin(1e-9, "log_loss_after", golden.Expected.GetProperty("log_loss_after"), ClassProbabilities.LogLoss(truth, scaled));
            return;
        }

        int[] outcomes = GoldenFile.Integers(golden.Input.GetProperty("y_true"));
        double[] confidences = GoldenFile.Numbers(golden.Input.GetProperty("y_prob"));
        foreach (int bins in (int[])[5, 10])
        {
            ReliabilityDiagram even = Calibration.Bin(outcomes, confidences, bins);
            ReliabilityDiagram mass = Calibration.Bin(outcomes, confidences, bins, Binning.EqualMass);
            CheckDiagram(golden, $"ece_uniform_{bins}", even);
            CheckDiagram(golden, $"ece_quantile_{bins}", mass);
            CheckCurve(golden, $"curve_uniform_{bins}", even);
            CheckCurve(golden, $"curve_quantile_{bins}", mass);
        }

        PlattScaling platt = PlattScaling.Fit(outcomes, GoldenFile.Numbers(golden.Input.GetProperty("decision")));
        JsonElement expected = golden.Expected.GetProperty("platt");
        double[] at = [.. GoldenFile.Numbers(golden.Input.GetProperty("platt_query")).Select(platt.Apply)];
        Assert.That(platt.A, Is.EqualTo(expected.GetProperty("A").GetDouble()).Within(1e-4));
        Assert.That(platt.B, Is.EqualTo(expected.GetProperty("B").GetDouble()).Within(1e-4));
        Assert.That(at, Is.EqualTo(GoldenFile.Numbers(expected.GetProperty("at"))).Within(1e-4));
        IsotonicRegression isotonic = IsotonicRegression.Fit(confidences, [.. outcomes.Select(o => (double)o)], least: 0, greatest: 1);
        JsonElement fit = golden.Expected.GetProperty("isotonic");
        golden.CheckAll("isotonic", fit.GetProperty("x_thresholds"), isotonic.Thresholds.ToArray());
        golden.CheckAll("isotonic", fit.GetProperty("y_thresholds"), isotonic.Values.ToArray());
        golden.CheckAll(
            "isotonic", fit.GetProperty("at"), GoldenFile.Numbers(golden.Input.GetProperty("isotonic_query")).Select(isotonic.Predict));
    }

    private static void CheckCurve(GoldenCase golden, string key, ReliabilityDiagram diagram)
    {
        ReliabilityBin[] bins = [.. diagram.Bins.Where(bin => bin.Count > 0)];
        JsonElement expected = golden.Expected.GetProperty(key);
        golden.CheckAll(key, expected.GetProperty("fraction_positive"), bins.Select(bin => bin.Accuracy));
        golden.CheckAll(key, expected.GetProperty("mean_predicted"), bins.Select(bin => bin.Confidence));
    }

    private static void CheckDiagram(GoldenCase golden, string key, ReliabilityDiagram diagram)
    {
        JsonElement expected = golden.Expected.GetProperty(key);
        golden.Check(key, expected.GetProperty("ece"), diagram.ExpectedError);
        golden.Check(key, expected.GetProperty("mce"), diagram.MaximumError);
        golden.Check(key, expected.GetProperty("rmsce"), diagram.RootMeanSquareError);
        JsonElement[] bins = [.. expected.GetProperty("bins").EnumerateArray()];
        golden.CheckAll(key, expected.GetProperty("edges"), [diagram.Bins[0].From, .. diagram.Bins.Select(bin => bin.To)]);
        Assert.That(diagram.Bins.Select(b => b.Count), Is.EqualTo(bins.Select(b => b.GetProperty("count").GetInt64())));
        for (int i = 0; i < bins.Length; i++)
        {
            golden.Check(key, bins[i].GetProperty("mean_confidence"), diagram.Bins[i].Confidence);
            golden.Check(key, bins[i].GetProperty("accuracy"), diagram.Bins[i].Accuracy);
        }
    }

    private static void Check(GoldenCase golden, Dictionary<string, object> found)
    {
        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            if (expected.Value.ValueKind == JsonValueKind.Object && expected.Value.TryGetProperty("error", out _))
            {
                // Only one class: the reference raises, here the rates of the other are NaN.
                Assert.That(expected.Name, Is.EqualTo("det_curve"));
                Assert.That(((Dictionary<string, double[]>)found[expected.Name]).Values.Any(rates => rates.Any(double.IsNaN)));
            }
            else if (found[expected.Name] is double number)
            {
                golden.Check(expected.Name, number);
            }
            else if (found[expected.Name] is Dictionary<string, double[]> curve)
            {
                foreach (JsonProperty part in expected.Value.EnumerateObject())
                {
                    golden.CheckAll(expected.Name, part.Value, curve[part.Name]);
                }
            }
            else
            {
                golden.CheckAll(expected.Name, (double[])found[expected.Name]);
            }
        }
    }

    private static Dictionary<string, double[]> Points(RocCurve curve) => new()
    {
        ["fpr"] = [.. curve.FalsePositiveRate],
        ["tpr"] = [.. curve.TruePositiveRate],
        ["thresholds"] = [.. curve.Thresholds],
    };

    private static Dictionary<string, double[]> Points(PrecisionRecallCurve curve) => new()
    {
        ["precision"] = [.. curve.Precision],
        ["recall"] = [.. curve.Recall],
        ["thresholds"] = [.. curve.Thresholds],
    };

    private static Dictionary<string, double[]> Points(DetectionErrorCurve curve) => new()
    {
        ["fpr"] = [.. curve.FalsePositiveRate],
        ["fnr"] = [.. curve.FalseNegativeRate],
        ["thresholds"] = [.. curve.Thresholds],
    };

    private static double[] Column(double[] matrix, int columns, int column)
        => [.. matrix.Where((_, i) => i % columns == column)];

    private static double[] SoftMax(double[] logits)
    {
        double[] exponentials = [.. logits.Select(z => Math.Exp(z - logits.Max()))];
        return [.. exponentials.Select(e => e / exponentials.Sum())];
    }
}
