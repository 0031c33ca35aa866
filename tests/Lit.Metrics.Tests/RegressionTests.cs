using System.Text.Json;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class RegressionTests
{
    [Test]
    public void A_constant_series_has_no_correlation()
    {
        Assert.That(Regression.Pearson([1, 1, 1], [1, 2, 3]), Is.NaN);
        Assert.That(Regression.Spearman([1, 2, 3], [5, 5, 5]), Is.NaN);
        Assert.That(Regression.Pearson([1], [2]), Is.NaN);
    }

    [Test]
    public void Constant_labels_leave_no_variance_to_account_for()
    {
        Assert.That(Regression.RSquared([2, 2], [1, 3]), Is.EqualTo(double.NegativeInfinity));
        Assert.That(Regression.RSquared([2, 2], [2, 2]), Is.NaN);
    }

    [TestCase(0.32871912932571284, 0.3947368421052632, new double[] { 1, 2, 2, 3, 5 }, new double[] { 2, 1, 4, 4, 3 })]
    [TestCase(0.824163383692134, 0.8, new double[] { 1, 2, 3, 4, 5 }, new double[] { 2, 1, 4, 3, 7 })]
    [TestCase(0.7955922529581549, 0.8, new double[] { 1, 2, 3, 4 }, new double[] { -5, -10, 5, 6 })]
    public void Correlations_are_these(double pearson, double spearman, double[] labels, double[] predictions)
    {
        Assert.That(Regression.Pearson(labels, predictions), Is.EqualTo(pearson).Within(1e-12));
        Assert.That(Regression.Spearman(labels, predictions), Is.EqualTo(spearman).Within(1e-12));
    }

    [Test]
    public void Large_numbers_overflow_no_correlation()
        => Assert.That(Regression.Pearson([1e200, 2e200, 4e200], [1e200, 3e200, 4e200]), Is.EqualTo(0.9285714285714286).Within(1e-12));

    [Test]
    public void NaN_is_refused_with_its_row() => Assert.That(
        () => Regression.MeanSquaredError([1, 2], [1, double.NaN]),
        Throws.ArgumentException.With.Message.Contains("Expected finite predictions; found NaN in row 1."));

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/regression.json"])]
    public void Errors_equal_the_reference(GoldenCase golden)
    {
        if (golden.Name == "nan_prediction")
        {
            Assert.That(() => Regression.MeanSquaredError([1, 2], [1, double.NaN]), Throws.ArgumentException);
            return;
        }

        if (golden.Name.StartsWith("multi_output", StringComparison.Ordinal))
        {
            CheckOutputs(golden);
            return;
        }

        double[] y = GoldenFile.Numbers(golden.Input.GetProperty("y_true"));
        double[] p = GoldenFile.Numbers(golden.Input.GetProperty("y_pred"));
        double[] w = GoldenFile.Numbers(golden.Input.GetProperty("sample_weight"));
        double r2 = Regression.RSquared(y, p, w), explained = Regression.ExplainedVariance(y, p, w);
        var found = new Dictionary<string, double>
        {
            ["mse"] = Regression.MeanSquaredError(y, p, w),
            ["rmse"] = Regression.RootMeanSquaredError(y, p, w),
            ["mae"] = Regression.MeanAbsoluteError(y, p, w),
            ["median_ae"] = Regression.MedianAbsoluteError(y, p, w),
            ["mape"] = Regression.MeanAbsolutePercentageError(y, p, w),
            ["max_error"] = Regression.MaximumError(y, p),
            ["r2_not_forced"] = r2,
            ["r2"] = y.Length < 2 ? double.NaN : Forced(r2, y),
            ["explained_variance_not_forced"] = explained,
            ["explained_variance"] = Forced(explained, y),
            ["pinball_0.1"] = Regression.PinballLoss(y, p, 0.1, w),
            ["pinball_0.5"] = Regression.PinballLoss(y, p, 0.5, w),
            ["pinball_0.9"] = Regression.PinballLoss(y, p, 0.9, w),
            ["d2_absolute"] = ForcedShare(Regression.PinballExplained(y, p, 0.5, w), y),
        };
        foreach (double alpha in (double[])[0.1, 0.5, 0.9])
        {
            found[FormattableString.Invariant($"d2_pinball_{alpha}")] = ForcedShare(Regression.PinballExplained(y, p, alpha, w), y);
        }

        Dictionary<string, Func<double>> guarded = new() { ["msle"] = () => Regression.MeanSquaredLogError(y, p, w) };
        foreach (double power in (double[])[0, 1, 2])
        {
            guarded[$"tweedie_deviance_{power}"] = () => Regression.TweedieDeviance(y, p, power, w);
            guarded[$"d2_tweedie_{power}"] = () => Regression.TweedieExplained(y, p, power, w);
        }

        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            string? error = expected.Value.ValueKind == JsonValueKind.Object ? expected.Value.GetProperty("error").GetString() : null;
            if (error == "ValueError")
            {
                Assert.That(() => guarded[expected.Name](), Throws.ArgumentException, expected.Name);
            }
            else if (error == "ZeroDivisionError")
            {
                // Constant labels leave nothing to account for; the same as for the other shares.
                Assert.That(guarded[expected.Name](), Is.NaN.Or.EqualTo(double.NegativeInfinity), expected.Name);
            }
            else
            {
                double number = guarded.TryGetValue(expected.Name, out Func<double>? score) ? score() : found[expected.Name];
                golden.CheckWithin(1e-12, expected.Name, expected.Value, number);
            }
        }
    }

    /// <summary>What the reference puts in place of a number that labels without variance leave undefined.</summary>
    private static double Forced(double value, double[] labels)
        => labels.Any(label => Math.Pow(label - labels.Average(), 2) > 0) ? value : double.IsNaN(value) ? 1 : 0;

    private static double ForcedShare(double value, double[] labels)
        => labels.Length < 2 || labels.Distinct().Count() > 1 ? value : double.IsNaN(value) ? 1 : 0;

    private static void CheckOutputs(GoldenCase golden)
    {
        double[][] y = Columns(golden.Input.GetProperty("y_true")), p = Columns(golden.Input.GetProperty("y_pred"));
        Assert.That(golden.Expected.EnumerateObject().Any(), Is.True);
        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            Func<double[], double[], double>? score = expected.Name switch
            {
                "mse_raw_values" => (a, b) => Regression.MeanSquaredError(a, b),
                "rmse_raw_values" => (a, b) => Regression.RootMeanSquaredError(a, b),
                "mae_raw_values" => (a, b) => Regression.MeanAbsoluteError(a, b),
                "r2_raw_values" => (a, b) => Regression.RSquared(a, b),
                "explained_variance_raw_values" => (a, b) => Regression.ExplainedVariance(a, b),
                _ => null,
            };
            if (score is not null)
            {
                golden.CheckAll(expected.Name, y.Zip(p).Select(pair => score(pair.First, pair.Second)));
                continue;
            }

            // Averages over outputs are the caller's: of the scores of each, plainly or by the labels' variance.
            JsonElement single = golden.Expected.GetProperty(
                expected.Name.Replace("uniform_average", "raw_values", StringComparison.Ordinal)
                    .Replace("variance_weighted", "raw_values", StringComparison.Ordinal));
            double[] weights = expected.Name.EndsWith("uniform_average", StringComparison.Ordinal)
                ? [.. y.Select(_ => 1.0)]
                : [.. y.Select(column => Regression.MeanSquaredError(column, [.. column.Select(_ => column.Average())]))];
            golden.Check(expected.Name, GoldenFile.Numbers(single).Zip(weights).Sum(pair => pair.First * pair.Second) / weights.Sum());
        }
    }

    private static double[][] Columns(JsonElement matrix)
    {
        double[][] rows = [.. matrix.EnumerateArray().Select(GoldenFile.Numbers)];
        return [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Select(row => row[c]).ToArray())];
    }
}
