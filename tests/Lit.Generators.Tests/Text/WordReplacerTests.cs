using System.Text.Json;
using Lit.Api;
using Lit.Types;
using Lit.Types.Json;
using NUnit.Framework;

namespace Lit.Generators.Text;

public sealed class WordReplacerTests
{
    private static readonly Spec Text = new() { ["text"] = new TextSegment() };

    [TestCaseSource(nameof(TextCases))]
    public async Task Each_match_and_each_target_gives_one_example_as_in_the_reference(JsonElement golden)
    {
        var input = golden.GetProperty("input");
        var result = await Run(One(input.GetProperty("text").GetString()!), input).SingleAsync();

        Assert.That(
            result.Examples.Select(example => example.Get<string>("text")),
            Is.EqualTo(golden.GetProperty("expected").EnumerateArray().Select(text => text.GetString())));
    }

    [TestCaseSource(nameof(ComponentCases))]
    public async Task Only_chosen_texts_of_the_dataset_change_as_in_the_reference(JsonElement golden)
    {
        var input = golden.GetProperty("input");
        var data = GoldenFile.Dataset(input.GetProperty("dataset").GetString()!);
        var inputs = new Dataset(data.Spec, input.GetProperty("examples").EnumerateArray().Select(row => data[row.GetInt32()]));

        var results = await Run(inputs, input).ToListAsync();

        Assert.That(
            results.Select(result => result.Examples.Select(Describe).ToArray()),
            Is.EqualTo(golden.GetProperty("expected").EnumerateArray().Select(
                one => one.EnumerateArray().Select(example => Describe(data.Spec, example)).ToArray())));
    }

    [Test]
    public async Task The_longest_source_wins_unless_LIT_is_asked_for()
    {
        var config = new WordReplacerConfig { Substitutions = "new -> old, new york -> rome" };

        Assert.That(await Texts("new york", config), Is.EqualTo(new[] { "rome" }));
        Assert.That(await Texts("new york", config with { LitCompatible = true }), Is.EqualTo(new[] { "old york" }));
    }

    [Test]
    public async Task A_replacement_that_changes_nothing_is_dropped_unless_LIT_is_asked_for()
    {
        var config = new WordReplacerConfig { Substitutions = "word -> word" };

        Assert.That(await Texts("same word", config), Is.Empty);
        Assert.That(await Texts("same word", config with { LitCompatible = true }), Is.EqualTo(new[] { "same word" }));
    }

    [Test]
    public async Task A_rule_that_cannot_be_read_is_named_in_the_note()
    {
        var result = await new WordReplacer()
            .RunAsync(new UnusedModel(), One("a b"), new() { Substitutions = "no arrow, a -> c" })
            .SingleAsync();

        Assert.That(result.Examples.Single().Get<string>("text"), Is.EqualTo("c b"));
        Assert.That(result.Note, Is.EqualTo("Expected 'source -> target'; left out 'no arrow'."));
    }

    [Test]
    public async Task A_new_example_knows_its_parent_and_who_made_it()
    {
        var data = One("good film");

        var made = (await new WordReplacer().RunAsync(new UnusedModel(), data, new() { Substitutions = "good -> bad" }).SingleAsync())
            .Examples.Single();

        Assert.That(made.Meta, Is.EqualTo(new Provenance(true, data[0].Id, "WordReplacer")));
        Assert.That(made.Id, Is.Not.EqualTo(data[0].Id));
    }

    private static IEnumerable<TestCaseData> TextCases() => Cases(component: false);

    private static IEnumerable<TestCaseData> ComponentCases() => Cases(component: true);

    private static IEnumerable<TestCaseData> Cases(bool component) =>
        GoldenFile.Cases("gen_word_replacer")
            .Where(golden => golden.GetProperty("input").TryGetProperty("dataset", out _) == component)
            .Select(golden => new TestCaseData(golden).SetArgDisplayNames(golden.GetProperty("name").GetString()!));

    private static async IAsyncEnumerable<GeneratedExamples> Run(Dataset inputs, JsonElement input)
    {
        var options = input.GetProperty("config");
        bool given = options.ValueKind == JsonValueKind.Object;
        var config = new WordReplacerConfig
        {
            LitCompatible = true,
            Substitutions = given && options.TryGetProperty("Substitutions", out var rules) ? rules.GetString()! : "",
            Fields = given && options.TryGetProperty("Fields to replace", out var fields)
                ? [.. fields.EnumerateArray().Select(field => field.GetString()!)]
                : [],
            IgnoreCase = !given || !options.TryGetProperty("ignore_casing", out var ignore) || ignore.GetBoolean(),
        };
        await foreach (var result in new WordReplacer(Defaults(input)).RunAsync(new UnusedModel(), inputs, config))
        {
            yield return result;
        }
    }

    private static Dictionary<string, ValueList<string>>? Defaults(JsonElement input) =>
        input.TryGetProperty("constructor", out var rules) && rules.ValueKind == JsonValueKind.Object
            ? rules.EnumerateObject().ToDictionary(
                rule => rule.Name,
                rule => new ValueList<string>(rule.Value.EnumerateArray().Select(target => target.GetString()!)))
            : null;

    private static async Task<string[]> Texts(string text, WordReplacerConfig config)
    {
        var result = await new WordReplacer().RunAsync(new UnusedModel(), One(text), config).SingleAsync();
        return [.. result.Examples.Select(example => example.Get<string>("text"))];
    }

    private static string Describe(Example example) => LitJson.Write(new Dictionary<string, object?>(example)) + example.Meta;

    private static string Describe(Spec spec, JsonElement golden)
    {
        var values = (IEnumerable<KeyValuePair<string, object?>>)LitJson.Read(golden.GetRawText())!;
        var meta = golden.GetProperty("_meta");
        return LitJson.Write(values.Where(value => spec.ContainsKey(value.Key)).ToDictionary())
            + new Provenance(meta.GetProperty("added").GetBoolean(), meta.GetProperty("parentId").GetString(), meta.GetProperty("source").GetString());
    }

    private static Dataset One(string text) => new(Text, [new Example([new("text", text)])]);
}
