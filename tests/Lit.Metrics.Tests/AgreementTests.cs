using System.Text.Json;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class AgreementTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/agreement.json"])]
    public void Agreement_equals_the_reference(GoldenCase golden)
    {
        JsonElement rows = golden.Input.GetProperty("ratings");
        double[] ratings = GoldenFile.Matrix(rows);
        foreach (ScaleOfMeasurement scale in Enum.GetValues<ScaleOfMeasurement>())
        {
            string key = $"alpha_{scale.ToString().ToLowerInvariant()}";
            JsonElement expected = golden.Expected.GetProperty(key);
            double alpha = Agreement.KrippendorffAlpha(ratings, rows.GetArrayLength(), scale);
            if (expected.ValueKind == JsonValueKind.Object)
            {
                Assert.That(alpha, Is.NaN, "one value alone: the reference raises");
            }
            else
            {
                golden.CheckWithin(1e-12, key, expected, alpha);
            }
        }

        if (golden.Expected.TryGetProperty("counts", out JsonElement counts))
        {
            int[] cells = [.. counts.EnumerateArray().SelectMany(GoldenFile.Integers)];
            int categories = counts[0].GetArrayLength();
            golden.Check("fleiss_kappa", Agreement.FleissKappa(cells, categories));
            golden.Check("randolph_kappa", Agreement.RandolphKappa(cells, categories));
        }
    }

    [Test]
    public void Rows_of_different_numbers_of_raters_are_refused() => Assert.That(
        () => Agreement.FleissKappa([2, 0, 1, 2], 2),
        Throws.ArgumentException.With.Message.Contains("found 3 in row 1, 2 in row 0"));
}
