using System.Text.Json;
using FsCheck.Fluent;
using Lit.Api;
using Lit.Types;
using Lit.Types.Json;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Generators.Text;

public sealed class ScramblerTests
{
    private static readonly Spec Text = new() { ["text"] = new TextSegment() };

    [TestCaseSource(nameof(DistributionCases))]
    public void Every_other_order_is_as_likely(string text, JsonElement expected, double tolerance)
    {
        const int Seeds = 3000;
        var counts = Enumerable.Range(0, Seeds)
            .Select(seed => Scrambler.Scramble(text, new SeededRandom(seed)))
            .CountBy(scrambled => scrambled)
            .ToDictionary(StringComparer.Ordinal);

        Assert.That(counts, Does.Not.ContainKey(text));
        Assert.That(
            counts.Keys.Select(scrambled => string.Join('|', scrambled.Split(' ').Order(StringComparer.Ordinal))),
            Is.All.EqualTo(string.Join('|', text.Split(' ').Order(StringComparer.Ordinal))));
        if (expected.TryGetProperty("distribution", out var distribution))
        {
            Assert.That(counts.Keys, Is.EquivalentTo(distribution.EnumerateObject().Select(order => order.Name)));
            foreach (var order in distribution.EnumerateObject())
            {
                Assert.That(counts[order.Name] / (double)Seeds, Is.EqualTo(order.Value.GetDouble()).Within(tolerance), order.Name);
            }
        }
    }

    [TestCaseSource(nameof(ComponentCases))]
    public async Task The_chosen_texts_change_together_in_one_example(JsonElement golden)
    {
        var data = GoldenFile.Dataset(golden.GetProperty("input").GetProperty("dataset").GetString()!);
        int[] rows = [.. golden.GetProperty("input").GetProperty("examples").EnumerateArray().Select(row => row.GetInt32())];
        var config = (IReadOnlyDictionary<string, object?>?)LitJson.Read(golden.GetProperty("input").GetProperty("config").GetRawText());
        var expected = golden.GetProperty("expected");

        var results = await Untyped(new Dataset(data.Spec, rows.Select(row => data[row])), config).ToListAsync();

        for (int i = 0; i < rows.Length; i++)
        {
            Assert.That(results[i].Examples, Has.Count.EqualTo(expected.GetProperty("counts")[i].GetInt32()));
            Assert.That(results[i].Note, results[i].Examples.Count == 0 ? Is.Not.Empty : Is.Null);
            for (int k = 0; k < results[i].Examples.Count; k++)
            {
                var scrambled = results[i].Examples[k];
                string[] changed = [.. data.Spec.Keys.Where(field => !Equals(scrambled[field], data[rows[i]][field]))];
                Assert.That(changed, Is.EquivalentTo(Strings(expected.GetProperty("changed_fields")[i][k])));
                foreach (var words in expected.GetProperty("word_multisets")[i][k].EnumerateObject())
                {
                    Assert.That(
                        scrambled.Get<string>(words.Name).Split(' ').Order(StringComparer.Ordinal),
                        Is.EqualTo(Strings(words.Value).Order(StringComparer.Ordinal)));
                }

                string parent = expected.GetProperty("meta")[i][k].GetProperty("parentId").GetString()!;
                Assert.That(scrambled.Meta, Is.EqualTo(new Provenance(true, parent, "Scrambler")));
            }
        }
    }

    [TestCaseSource(nameof(HopelessCases))]
    public async Task A_text_without_another_order_gives_no_example_and_says_so(string text)
    {
        var result = await new Scrambler().RunAsync(new UnusedModel(), One(text), new()).SingleAsync();

        Assert.That(result.Examples, Is.Empty);
        Assert.That(result.Note, Is.EqualTo("No text has two different words to exchange."));
    }

    [Property(MaxTest = 200)]
    public Property The_same_seed_gives_the_same_examples_whatever_stands_beside_them() => Prop.ForAll(
        Gen.Choose(0, 4).Select(i => "abcde"[i].ToString()).ListOf(3).Select(words => string.Join(' ', words)).ListOf(4).ToArbitrary(),
        texts =>
        {
            var all = new Dataset(Text, texts.Select(text => new Example([new("text", text)])));
            var config = new ScramblerConfig { Seed = 5 };
            var once = new Scrambler().RunAsync(new UnusedModel(), all, config).ToBlockingEnumerable().ToArray();
            var first = new Scrambler().RunAsync(new UnusedModel(), all.Slice(..1), config).ToBlockingEnumerable().Single();

            return once[0].Examples.SequenceEqual(first.Examples, ContentComparer)
                && once.All(result => result.Examples.All(scrambled => scrambled.Get<string>("text") != result.Parent.Get<string>("text")));
        });

    [Test]
    public void A_dataset_without_text_is_refused_with_the_reason()
    {
        var numbers = new Dataset(new() { ["x"] = new Scalar() }, [], "numbers", "");

        Assert.That(
            () => new Scrambler().RunAsync(new UnusedModel(), numbers, new ScramblerConfig()),
            Throws.TypeOf<LitException>().With.Message.EqualTo(
                "Scrambler cannot run: numbers: expected a TextSegment field, found none."));
    }

    private static readonly IEqualityComparer<Example> ContentComparer =
        EqualityComparer<Example>.Create((a, b) => a!.Id == b!.Id, example => example.Id.GetHashCode(StringComparison.Ordinal));

    private static IEnumerable<TestCaseData> DistributionCases() =>
        GoldenFile.Cases("gen_scrambler")
            .Where(golden => Name(golden).StartsWith("distribution", StringComparison.Ordinal))
            .Select(golden => new TestCaseData(
                golden.GetProperty("input").GetProperty("text").GetString(),
                golden.GetProperty("expected"),
                golden.GetProperty("tolerance").GetProperty("abs").GetDouble()).SetArgDisplayNames(Name(golden)));

    private static IEnumerable<TestCaseData> ComponentCases() =>
        GoldenFile.Cases("gen_scrambler")
            .Where(golden => Name(golden).StartsWith("component", StringComparison.Ordinal))
            .Select(golden => new TestCaseData(golden).SetArgDisplayNames(Name(golden)));

    private static IEnumerable<TestCaseData> HopelessCases() =>
        GoldenFile.Cases("gen_scrambler")
            .Where(golden => golden.TryGetProperty("lit", out _))
            .Select(golden => new TestCaseData(golden.GetProperty("input").GetProperty("text").GetString()).SetArgDisplayNames(Name(golden)));

    private static async IAsyncEnumerable<GeneratedExamples> Untyped(Dataset inputs, IReadOnlyDictionary<string, object?>? config)
    {
        await foreach (object result in ((Component)new Scrambler()).RunAsync(new UnusedModel(), inputs, config))
        {
            yield return (GeneratedExamples)result;
        }
    }

    private static Dataset One(string text) => new(Text, [new Example([new("text", text)])]);

    private static string Name(JsonElement golden) => golden.GetProperty("name").GetString()!;

    private static string[] Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
