using System.Text.Json;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class RegressionTests
{
    /// <summary>What the file holds beyond the scores of this library.</summary>
    private static readonly string[] NotOffered =
    [
        "msle", "d2_absolute", "d2_pinball_0.1", "d2_pinball_0.5", "d2_pinball_0.9", "tweedie_deviance_0",
        "tweedie_deviance_1", "tweedie_deviance_2", "d2_tweedie_0", "d2_tweedie_1", "d2_tweedie_2",
    ];

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
        };
        foreach (JsonProperty expected in golden.Expected.EnumerateObject().Where(e => !NotOffered.Contains(e.Name)))
        {
            golden.Check(expected.Name, found[expected.Name]);
        }
    }

    /// <summary>What the reference puts in place of a number that labels without variance leave undefined.</summary>
    private static double Forced(double value, double[] labels)
        => labels.Any(label => Math.Pow(label - labels.Average(), 2) > 0) ? value : double.IsNaN(value) ? 1 : 0;

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
            }
        }
    }

    private static double[][] Columns(JsonElement matrix)
    {
        double[][] rows = [.. matrix.EnumerateArray().Select(GoldenFile.Numbers)];
        return [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Select(row => row[c]).ToArray())];
    }
}
