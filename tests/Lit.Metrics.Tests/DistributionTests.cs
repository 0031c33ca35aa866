using System.Text.Json;
using Lit.Api.Metrics.Distributions;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class DistributionTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/special_functions.json"])]
    public void Functions_that_tests_need_equal_the_reference(GoldenCase golden)
    {
        double[][] rows = [.. golden.Input.EnumerateObject().First().Value.EnumerateArray().Select(
            row => row.ValueKind == JsonValueKind.Array ? GoldenFile.Numbers(row) : [GoldenFile.Number(row)])];
        int compared = 0;
        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            Func<double[], double>? function = (golden.Name, expected.Name) switch
            {
                ("error_function", "erfc") => r => 2 * Normal.Cdf(-r[0] * Math.Sqrt(2)),
                ("error_function", "erf") => r => r[0] < 0 ? -Erf(-r[0]) : Erf(r[0]),
                ("error_function", "ndtr") => r => Normal.Cdf(r[0]),
                ("error_function", "log_ndtr") => r => r[0] > 0 ? GammaFunctions.LogOnePlus(-Normal.Upper(r[0])) : Math.Log(Normal.Cdf(r[0])),
                ("normal_quantile", _) => r => Normal.Quantile(r[0]),
                ("gamma", "gammaln") => r => GammaFunctions.Log(r[0]),
                ("incomplete_beta", _) => r => BetaFunctions.Regularized(r[2], r[0], r[1]),
                ("incomplete_gamma", "gammainc") => r => GammaFunctions.Regularized(r[0], r[1]).Lower,
                ("incomplete_gamma", _) => r => GammaFunctions.Regularized(r[0], r[1]).Upper,
                ("student_t", "cdf") => r => Tails.StudentT(r[0], r[1]),
                ("student_t", _) => r => Tails.StudentTTwoSided(r[0], r[1]),
                ("chi_square", _) => r => Tails.ChiSquare(r[0], r[1]),
                ("binomial", "cdf") => r => Tails.BinomialAtMost(r[0], r[1], r[2]),
                _ => null,
            };
            if (function is not null)
            {
                compared++;
                golden.CheckAll(expected.Name, rows.Select(function));
            }
        }

        Assert.That(compared, Is.GreaterThan(0));
    }

    private static double Erf(double x) => GammaFunctions.Regularized(0.5, x * x).Lower;
}
