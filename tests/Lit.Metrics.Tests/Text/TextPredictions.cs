using Lit.Api;
using Lit.Api.Metrics;
using Lit.Metrics.Text.Tags;
using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>Made-up texts and tags for every metric of texts.</summary>
internal static class TextPredictions
{
    private static readonly string[] Words = ["the", "quick", "fox", "ran", "runs", "over", "a", "lazy", "dog", ".", "3,5", "İ"];
    private static readonly string[] Tags = ["O", "O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

    public static (Metric Metric, MetricBatch Batch) Batch(int kind, int count, int[] noise) => kind switch
    {
        0 => Texts(new BleuMetrics { Extended = true }, count, noise),
        1 => Several(new BleuMetrics { Options = BleuOptions.Default }, count, noise),
        2 => Texts(new ChrfMetrics { Options = ChrfOptions.PlusPlus }, count, noise),
        3 => Texts(new TerMetrics(), count, noise),
        4 => Texts(new RougeMetrics { Kinds = [RougeKind.N(2), RougeKind.LSum], Extended = true }, count, noise),
        5 => Several(new ErrorRateMetrics { Extended = true }, count, noise),
        6 => Texts(new ExactMatchMetrics(), count, noise),
        7 => Several(new AnswerMetrics(), count, noise),
        8 => Texts(new MeteorMetrics(), count, noise),
        9 => Sequences(new SpanMetrics { Extended = true }, count, noise),
        _ => Sequences(new SpanMetrics { Scheme = TagScheme.Iob1 }, count, noise),
    };

    private static (Metric Metric, MetricBatch Batch) Texts(TextMetric metric, int count, int[] noise)
    {
        var fields = new MetricFields("text", new GeneratedText { Parent = "reference" }, "reference", new TextSegment());
        return (metric, new(
            fields,
            new StringColumn(Rows(count, noise, 0, Text).ToArray()),
            new StringColumn(Rows(count, noise, 1, Text).ToArray())));
    }

    private static (Metric Metric, MetricBatch Batch) Several(TextMetric metric, int count, int[] noise)
    {
        var fields = new MetricFields(
            "texts", new GeneratedTextCandidates { Parent = "references" }, "references", new ReferenceTexts());
        return (metric, new(
            fields,
            new ObjectColumn(Rows(count, noise, 0, References).ToArray<object?>()),
            new ObjectColumn(Rows(count, noise, 1, seed => new[] { new ScoredText(Text(seed)) }).ToArray<object?>())));
    }

    private static (Metric Metric, MetricBatch Batch) Sequences(Metric metric, int count, int[] noise)
    {
        var type = new SequenceTags { Align = "tokens" };
        return (metric, new(
            new MetricFields("tags", type, "tags", type),
            new ObjectColumn(Rows(count, noise, 0, seed => Sequence(seed, seed)).ToArray<object?>()),
            new ObjectColumn(Rows(count, noise, 0, seed => Sequence(seed, seed * 7)).ToArray<object?>())));
    }

    /// <summary>A tenth of the rows is missing.</summary>
    private static IEnumerable<T?> Rows<T>(int count, int[] noise, int column, Func<int, T> make)
        where T : class
        => Enumerable.Range(0, count).Select(row => noise[(row * 3) + column] % 10 == 0 ? null : make(noise[(row * 3) + column]));

    private static ScoredText[] References(int seed)
        => [.. Enumerable.Range(0, 1 + (seed % 3)).Select(i => new ScoredText(Text(seed + i)))];

    private static string Text(int seed)
        => string.Join(' ', Enumerable.Range(0, seed % 9).Select(i => Words[(seed + (i * (1 + (seed % 5)))) % Words.Length]));

    private static string[] Sequence(int length, int seed)
        => [.. Enumerable.Range(0, length % 8).Select(i => Tags[(seed + (i * 5 % 7)) % Tags.Length])];
}
