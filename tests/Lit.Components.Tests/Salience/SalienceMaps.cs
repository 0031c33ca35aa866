using System.Text.Json;
using NUnit.Framework;

namespace Lit.Components.Salience;

/// <summary>Compares results with recorded token salience: per example a map from field to tokens and scores.</summary>
internal static class SalienceMaps
{
    public static void Check(GoldenCase golden, JsonElement expected, IReadOnlyList<SalienceResult> results)
    {
        Assert.That(results, Has.Count.EqualTo(expected.GetArrayLength()));
        for (int i = 0; i < results.Count; i++)
        {
            var maps = results[i].ToTokenSalience();
            Assert.That(maps.Keys, Is.EqualTo(expected[i].EnumerateObject().Select(field => field.Name)));
            foreach (var field in expected[i].EnumerateObject())
            {
                Assert.That(maps[field.Name].Tokens, Is.EqualTo(Golden.Strings(field.Value.GetProperty("tokens"))));
                double[] scores = Golden.Numbers(field.Value.GetProperty("salience"));
                Assert.That(maps[field.Name].Salience, Has.Count.EqualTo(scores.Length));
                for (int t = 0; t < scores.Length; t++)
                {
                    golden.Check($"example {i}, {field.Name}[{t}]", scores[t], maps[field.Name].Salience[t]);
                }
            }
        }
    }
}
