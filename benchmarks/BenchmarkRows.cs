using Lit.Types;

namespace Lit.Benchmarks;

/// <summary>Invented rows of a text, a label, a number, a whole number and a truth value.</summary>
internal static class BenchmarkRows
{
    private static readonly string[] Words =
        "a quiet film about the last train of winter that nobody in the small house wanted to hear again".Split(' ');

    public static Spec Spec { get; } = new()
    {
        ["text"] = new TextSegment(),
        ["label"] = new CategoryLabel { Vocab = ["negative", "neutral", "positive"] },
        ["rating"] = new Scalar { MaxValue = 5 },
        ["year"] = new Integer(),
        ["is_long"] = new BooleanLitType(),
    };

    public static void Write(
        string path,
        string? header,
        int rows,
        Func<string, string, double, int, bool, string> line)
    {
        var random = new Random(42);
        using var writer = new StreamWriter(path);
        if (header is not null)
        {
            writer.Write(header + "\n");
        }

        for (int i = 0; i < rows; i++)
        {
            string text = string.Join(' ', Enumerable.Range(0, random.Next(4, 24)).Select(_ => Words[random.Next(Words.Length)]));
            string label = ((CategoryLabel)Spec["label"]).Vocab![random.Next(3)];
            writer.Write(line(text, label, Math.Round(random.NextDouble() * 5, 3), random.Next(1920, 2030), random.Next(2) == 0) + "\n");
        }
    }
}
