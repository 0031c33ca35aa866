using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Types;

namespace Lit.Generators.Text;

/// <summary>Options of <see cref="Scrambler"/>.</summary>
public sealed record ScramblerConfig
{
    /// <summary>The texts to scramble; null for all.</summary>
    public ValueList<string>? Fields { get; init; }

    /// <summary>Equal seeds give equal orders.</summary>
    /// <value>42 by default.</value>
    public long Seed { get; init; } = 42;
}

/// <summary>Puts the words of each chosen text in another order, in one new example.</summary>
/// <remarks>
/// <para>Words are what stands between single spaces, so spaces and punctuation are kept. All orders that give another text are as likely.</para>
/// <para>A text without another order (no two different words) stays; an example in which all stay gives no new one, and the note says so.</para>
/// <para>Safe for concurrent use. Each example draws from a stream of its own (seed and position).</para>
/// </remarks>
public sealed class Scrambler : Generator<ScramblerConfig>
{
    private const string FieldsOption = "Fields to scramble";

    /// <inheritdoc />
    public override string Description => "Scrambles the words of a text.";

    /// <inheritdoc />
    public override Spec ConfigSpec { get; } = new() { [FieldsOption] = TextFields.Option };

    /// <inheritdoc />
    public override Compatibility CheckCompatibility(Model model, Dataset dataset) => TextFields.Check(dataset);

    /// <inheritdoc />
    /// <exception cref="LitException">The dataset has no text.</exception>
    public override IAsyncEnumerable<GeneratedExamples> RunAsync(
        Model model,
        Dataset inputs,
        ScramblerConfig config,
        IProgress<LitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        CheckCompatibility(model, inputs).ThrowIfIncompatible(nameof(Scrambler));
        return Generate(cancellationToken);

        async IAsyncEnumerable<GeneratedExamples> Generate([EnumeratorCancellation] CancellationToken token)
        {
            string[] fields = TextFields.Chosen(inputs.Spec, config.Fields);
            for (int i = 0; i < inputs.Count; i++)
            {
                token.ThrowIfCancellationRequested();
                yield return Scramble(inputs[i], fields, new SeededRandom(config.Seed, i));
                progress?.Report(new LitProgress(i + 1, inputs.Count));
            }

            await ValueTask.CompletedTask.ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    protected override ScramblerConfig ReadConfig(ConfigValues values) =>
        new() { Fields = [.. values.GetStrings(FieldsOption, [])] };

    /// <summary>Another order of the words of a text.</summary>
    /// <returns>The text itself if there is no other order.</returns>
    internal static string Scramble(string text, SeededRandom random)
    {
        string[] words = text.Split(' ');
        if (words.Distinct(StringComparer.Ordinal).Count() < 2)
        {
            return text;
        }

        string scrambled;
        do
        {
            random.Shuffle<string>(words);
            scrambled = string.Join(' ', words);
        }
        while (scrambled == text);

        return scrambled;
    }

    private static GeneratedExamples Scramble(Example example, string[] fields, SeededRandom random)
    {
        var changes = new List<KeyValuePair<string, object?>>();
        foreach (string field in fields)
        {
            if (example.TryGet<string>(field, out string? text) && Scramble(text, random) is var scrambled && scrambled != text)
            {
                changes.Add(new(field, scrambled));
            }
        }

        return changes.Count > 0
            ? new(example, [example.With(changes, nameof(Scrambler))])
            : new(example, []) { Note = fields.Length == 0 ? "No text is chosen." : "No text has two different words to exchange." };
    }
}
