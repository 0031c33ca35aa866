using Lit.Types;

namespace Lit.Api;

/// <summary>Predicts the length of a text and notes its batches.</summary>
internal sealed class LengthModel(BatchOptions options) : BatchedModel
{
    private readonly List<string[]> _batches = [];

    public static Spec Texts { get; } = new() { ["t"] = new TextSegment() };

    public IReadOnlyList<string[]> Batches => _batches;

    /// <summary>The padded size from which a batch does not fit.</summary>
    public long Memory { get; init; } = long.MaxValue;

    public Func<Exception> OutOfMemory { get; init; } = () => new ModelOutOfMemoryException("too large");

    public Func<string, Exception?> Fails { get; init; } = _ => null;

    public override BatchOptions BatchOptions => options;

    public override Spec InputSpec => Texts;

    public override Spec OutputSpec { get; } = new() { ["n"] = new Integer(), ["v"] = new Embeddings() };

    public static Example Text(string text) => new([new("t", text)]);

    public static Dataset Dataset(IEnumerable<string> texts) => new(Texts, texts.Select(Text));

    public override ValueTask<ExampleTable> PredictBatchAsync(IReadOnlyList<Example> batch, CancellationToken cancellationToken)
    {
        string[] texts = [.. batch.Select(example => example.Get<string>("t"))];
        _batches.Add(texts);
        if ((long)texts.Length * texts.Max(text => text.Length) >= Memory)
        {
            throw OutOfMemory();
        }

        if (texts.Select(Fails).FirstOrDefault(error => error is not null) is { } failure)
        {
            throw failure;
        }

        var table = new ExampleTableBuilder(OutputSpec, texts.Length);
        foreach (string text in texts)
        {
            table.Append(0, (long)text.Length);
            table.Append(1, [text.Length, -text.Length], [2]);
            table.EndRow();
        }

        return ValueTask.FromResult(table.Build());
    }
}
