using System.Text.Json;
using Lit.Metrics.Counts;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class ClassificationTests
{
    private static readonly (string Suffix, double Value)[] ZeroDivisions =
        [("zd_0", 0), ("zd_1", 1), ("zd_nan", double.NaN)];

    [Test]
    public void Accuracy_is_the_share_of_right_predictions()
        => Assert.That(Classification.Accuracy([0, 1, 1, 2], [0, 1, 2, 2]), Is.EqualTo(0.75));

    [Test]
    public void Accuracy_compares_labels_of_any_type()
        => Assert.That(Classification.Accuracy<string>(["yes", "no"], ["yes", "yes"]), Is.EqualTo(0.5));

    [Test]
    public void Nothing_to_score_is_not_a_number()
    {
        Assert.That(Classification.Accuracy<int>([], []), Is.NaN);
        Assert.That(Classification.MacroF1([], [], 3), Is.NaN);
        Assert.That(Classification.BalancedAccuracy([], [], 3), Is.NaN);
    }

    [Test]
    public void Precision_of_a_class_never_predicted_is_not_a_silent_zero()
    {
        ConfusionMatrix matrix = Classification.Confusion([0, 1], [0, 0], classes: 2);

        Assert.That(matrix.Score(1).Precision, Is.NaN);
        Assert.That(matrix.Score(1).Recall, Is.Zero);
        Assert.That(matrix.Score(1, undefined: 0).Precision, Is.Zero);
    }

    [Test]
    public void A_class_that_never_occurs_does_not_lower_macro_averages()
        => Assert.That(Classification.MacroF1([0, 1], [0, 1], classes: 5), Is.EqualTo(1));

    [Test]
    public void Lengths_that_differ_are_refused() => Assert.That(
        () => Classification.Accuracy([0, 1], [0, 1, 1]),
        Throws.ArgumentException.With.Message.Contains("Expected 2 predictions, one for each label; found 3."));

    [Test]
    public void A_label_outside_the_classes_is_refused_with_its_row() => Assert.That(
        () => Classification.Confusion([0, 1, 7], [0, 1, 1], classes: 2),
        Throws.ArgumentException.With.Message.Contains("Expected labels from 0 to 1; found 7 in row 2."));

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(-1)]
    public void A_weight_that_cannot_be_is_refused_with_its_row(double weight) => Assert.That(
        () => Classification.Confusion([0, 1], [0, 1], 2, [1, weight]),
        Throws.ArgumentException.With.Message.Contains("in row 1"));

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/classification_labels.json"])]
    public void Every_score_of_labels_equals_the_reference(GoldenCase golden)
    {
        if (golden.Name.StartsWith("error_", StringComparison.Ordinal))
        {
            CheckErrors(golden.Name);
            return;
        }

        int[] labels = GoldenFile.Integers(golden.Input.GetProperty("y_true"));
        int[] predictions = GoldenFile.Integers(golden.Input.GetProperty("y_pred"));
        double[] weights = GoldenFile.Numbers(golden.Input.GetProperty("sample_weight"));
        int[] classes = GoldenFile.Integers(golden.Input.GetProperty("labels"));
        classes = classes.Length > 0 ? classes : [.. labels.Concat(predictions).Distinct().Order()];
        ConfusionMatrix all = Classification.Confusion(
            labels, predictions, labels.Concat(predictions).Concat(classes).Max() + 1, weights);
        var found = new Dictionary<string, object>
        {
            ["accuracy"] = all.Accuracy,
            ["zero_one_loss_count"] = all.Total - all.Correct,
            ["hamming_loss"] = 1 - all.Accuracy,
            ["balanced_accuracy"] = all.BalancedAccuracy(),
            ["balanced_accuracy_adjusted"] = all.BalancedAccuracy(adjusted: true),
            ["matthews"] = all.Matthews(),
            ["support"] = classes.Select(all.Support),
            ["per_class_jaccard"] = classes.Select(c => all.Jaccard(c, undefined: 0)),
        };
        foreach (double beta in (double[])[0.5, 2])
        {
            string suffix = FormattableString.Invariant($"fbeta_{beta:0.0}");
            found[$"per_class_{suffix}"] = classes.Select(c => all.Score(c, beta, undefined: 0).F);
            foreach (Averaging averaging in Enum.GetValues<Averaging>())
            {
                found[$"{Name(averaging)}_{suffix}"] = all.Score(averaging, beta, 0, classes).F;
            }
        }

        foreach (Averaging averaging in Enum.GetValues<Averaging>())
        {
            found[$"{Name(averaging)}_jaccard"] = all.Jaccard(averaging, 0, classes);
        }

        foreach ((string suffix, double value) in ZeroDivisions)
        {
            found[$"per_class_{suffix}"] = classes.Select(c => all.Score(c, undefined: value)).ToArray();
            foreach (Averaging averaging in Enum.GetValues<Averaging>())
            {
                found[$"{Name(averaging)}_{suffix}"] = all.Score(averaging, 1, value, classes);
            }
        }

        ConfusionMatrix restricted = all.Restrict(classes);
        if (!classes.Any(labels.Contains))
        {
            // The reference refuses classes that never occur; an empty matrix says the same without stopping a run.
            Assert.That(restricted.Cells.ToArray(), Is.All.Zero);
            Assert.That(restricted.Kappa(), Is.NaN);
        }
        else
        {
            found["confusion_counts"] = restricted.Cells.ToArray();
            found["confusion_true"] = restricted.Normalize(Normalization.Truth);
            found["confusion_pred"] = restricted.Normalize(Normalization.Prediction);
            found["confusion_all"] = restricted.Normalize(Normalization.All);
            found["cohen_kappa_none"] = restricted.Kappa();
            found["cohen_kappa_linear"] = restricted.Kappa(Disagreement.Linear);
            found["cohen_kappa_quadratic"] = restricted.Kappa(Disagreement.Quadratic);
        }

        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            if (IsError(expected.Value))
            {
                Assert.That(found.Keys, Does.Not.Contain(expected.Name), "refused by the reference, see above");
            }
            else
            {
                CheckValue(golden, expected, found[expected.Name]);
            }
        }
    }

    private static void CheckErrors(string name)
    {
        switch (name)
        {
            case "error_lengths_differ":
                Assert.That(() => Classification.Accuracy([0, 1], [0, 1, 1]), Throws.ArgumentException);
                break;
            case "error_empty_accuracy":
                Assert.That(Classification.Accuracy<int>([], []), Is.NaN, "no examples: NaN, not an exception");
                break;
            case "error_empty_f1_macro":
                Assert.That(Classification.MacroF1([], [], 2), Is.NaN, "no examples: NaN, not an exception");
                break;
            case "error_binary_average_on_multiclass":
                Assert.That(() => Classification.F1([0, 1, 2], [0, 2, 1]), Throws.ArgumentException);
                break;
            default:
                Assert.Fail($"No case '{name}' is known.");
                break;
        }
    }

    private static void CheckValue(GoldenCase golden, JsonProperty expected, object found)
    {
        switch (found)
        {
            case double number:
                golden.Check(expected.Name, number);
                break;
            case PrecisionRecall score:
                golden.Check(expected.Name, expected.Value.GetProperty("precision"), score.Precision);
                golden.Check(expected.Name, expected.Value.GetProperty("recall"), score.Recall);
                golden.Check(expected.Name, expected.Value.GetProperty("f1"), score.F);
                break;
            case PrecisionRecall[] scores:
                golden.CheckAll(expected.Name, expected.Value.GetProperty("precision"), scores.Select(s => s.Precision));
                golden.CheckAll(expected.Name, expected.Value.GetProperty("recall"), scores.Select(s => s.Recall));
                golden.CheckAll(expected.Name, expected.Value.GetProperty("f1"), scores.Select(s => s.F));
                break;
            case double[] matrix when expected.Value.ValueKind == JsonValueKind.Array:
                JsonElement[] cells = [.. expected.Value.EnumerateArray().SelectMany(row => row.EnumerateArray())];
                Assert.That(matrix, Has.Length.EqualTo(cells.Length));
                for (int i = 0; i < cells.Length; i++)
                {
                    golden.Check(expected.Name, cells[i], matrix[i]);
                }

                break;
            case IEnumerable<double> numbers:
                golden.CheckAll(expected.Name, numbers);
                break;
            default:
                Assert.Fail($"{expected.Name} has no counterpart.");
                break;
        }
    }

    private static bool IsError(JsonElement expected)
        => expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("error", out _);

    private static string Name(Averaging averaging) => averaging.ToString().ToLowerInvariant();
}
