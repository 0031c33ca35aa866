using System.Text.Json;

namespace Lit.Onnx.Models;

/// <summary>Compares numbers as recorded cases ask: absolutely, or relative to the largest of them.</summary>
internal static class Close
{
    public static void Assert(IReadOnlyList<float> found, IReadOnlyList<float> expected, JsonElement golden, string what)
    {
        double tolerance = Math.Max(
            golden.At("tolerance", "abs").GetDouble(),
            golden.At("tolerance", "rel").GetDouble() * expected.Max(number => Math.Abs((double)number)));
        NUnit.Framework.Assert.That(found, NUnit.Framework.Has.Count.EqualTo(expected.Count), what);
        for (int i = 0; i < expected.Count; i++)
        {
            NUnit.Framework.Assert.That((double)found[i], NUnit.Framework.Is.EqualTo((double)expected[i]).Within(tolerance), $"{what} at {i}");
        }
    }
}
