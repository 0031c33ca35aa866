using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Types;

namespace Lit.Generators.Text;

/// <summary>Options of <see cref="WordReplacer"/>.</summary>
public sealed record WordReplacerConfig
{
    /// <summary>The rules, as <see cref="WordReplacements"/> reads them; empty for those of the constructor.</summary>
    public string Substitutions { get; init; } = "";

    /// <summary>The texts to change; null for all.</summary>
    public ValueList<string>? Fields { get; init; }

    /// <summary>Whether the case of letters does not matter in a source.</summary>
    /// <value>True by default.</value>
    public bool IgnoreCase { get; init; } = true;

    /// <summary>
    /// Whether, as in LIT, the first rule wins where several match instead of the longest source, and a replacement that
    /// changes nothing is listed.
    /// </summary>
    public bool LitCompatible { get; init; }
}

/// <summary>Replaces one word at a time: a new example for each match of each rule.</summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="defaults">Rules for runs that give none; null for none.</param>
public sealed class WordReplacer(IReadOnlyDictionary<string, ValueList<string>>? defaults) : Generator<WordReplacerConfig>
{
    private const string FieldsOption = "Fields to replace";
    private const string SubstitutionsOption = "Substitutions";

    /// <summary>Creates a generator without rules of its own.</summary>
    public WordReplacer()
        : this(null)
    {
    }

    /// <inheritdoc />
    public override string Description => "Replaces words by given others.";

    /// <inheritdoc />
    public override Spec ConfigSpec { get; } = new()
    {
        [SubstitutionsOption] = new TextSegment { Required = false, Default = "great -> terrible" },
        [FieldsOption] = TextFields.Option,
    };

    /// <inheritdoc />
    public override Compatibility CheckCompatibility(Model model, Dataset dataset) => TextFields.Check(dataset);

    /// <inheritdoc />
    /// <exception cref="LitException">The dataset has no text.</exception>
    public override IAsyncEnumerable<GeneratedExamples> RunAsync(
        Model model,
        Dataset inputs,
        WordReplacerConfig config,
        IProgress<LitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        CheckCompatibility(model, inputs).ThrowIfIncompatible(nameof(WordReplacer));
        return Generate(cancellationToken);

        async IAsyncEnumerable<GeneratedExamples> Generate([EnumeratorCancellation] CancellationToken token)
        {
            string[] fields = TextFields.Chosen(inputs.Spec, config.Fields);
            var rules = config.Substitutions.Length > 0
                ? WordReplacements.Parse(config.Substitutions, config.IgnoreCase, !config.LitCompatible)
                : WordReplacements.Of(defaults ?? new Dictionary<string, ValueList<string>>(), config.IgnoreCase, !config.LitCompatible);
            string? note = NoteOn(rules, fields);
            for (int i = 0; i < inputs.Count; i++)
            {
                token.ThrowIfCancellationRequested();
                yield return new(inputs[i], [.. Replace(inputs[i], fields, rules, config.LitCompatible)]) { Note = note };
                progress?.Report(new LitProgress(i + 1, inputs.Count));
            }

            await ValueTask.CompletedTask.ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    protected override WordReplacerConfig ReadConfig(ConfigValues values) => new()
    {
        Substitutions = values.GetString(SubstitutionsOption, ""),
        Fields = [.. values.GetStrings(FieldsOption, [])],
    };

    private static IEnumerable<Example> Replace(Example example, string[] fields, WordReplacements rules, bool keepUnchanged)
    {
        foreach (string field in fields)
        {
            if (!example.TryGet<string>(field, out string? text))
            {
                continue;
            }

            foreach (string replaced in rules.Apply(text))
            {
                if (keepUnchanged || replaced != text)
                {
                    yield return example.With(field, replaced, nameof(WordReplacer));
                }
            }
        }
    }

    private static string? NoteOn(WordReplacements rules, string[] fields) =>
        fields.Length == 0 ? "No text is chosen."
        : rules.Skipped.Count > 0 ? $"Expected 'source -> target'; left out {string.Join(", ", rules.Skipped.Select(rule => $"'{rule}'"))}."
        : rules.IsEmpty ? "There is no rule."
        : null;
}
