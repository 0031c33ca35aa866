using Lit.Types;
using NUnit.Framework;

namespace Lit.Api;

/// <summary>What LIT's datasets do, case by case; the last test names what is done elsewhere or otherwise.</summary>
public sealed class DatasetGoldenTests
{
    /// <summary>Cases that another test has, or that say what this library does not do, with the reason.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["indexing"] = "DatasetIndexTests: an id that is empty or null counts as none, so that every example has one",
        ["given entries"] = "DatasetIndexTests",
        ["given entries empty"] = "DatasetIndexTests",
        ["equality"] = "DatasetIndexTests: ids are compared by whoever needs it; datasets do not compare by value",
        ["own id function"] = "DatasetIndexTests",
        ["filter of an indexed data set"] = "DatasetIndexTests",
        ["base with examples empty"] = "there is no base dataset: the constructor takes what it is given",
        ["base with spec empty"] = "there is no base dataset: an empty spec is an empty spec",
        ["base with description"] = "there is no base dataset: WithDescription",
        ["base with description empty"] = "there is no base dataset: WithDescription",
        ["save"] = "the readers and writers of LIT's files",
        ["load"] = "the readers and writers of LIT's files",
        ["load_lit_format plain"] = "the readers and writers of LIT's files",
        ["load_lit_format indexed"] = "the readers and writers of LIT's files",
        ["load_lit_format empty file"] = "the readers and writers of LIT's files",
        ["load missing file"] = "the readers and writers of LIT's files",
        ["none-dataset union"] = "NoDataTests",
        ["none-dataset conflict"] = "NoDataTests",
        ["none-dataset compatible but unequal"] = "NoDataTests",
    };

    private static IEnumerable<TestCaseData<GoldenCase>> Slices => GoldenFile.Cases("dataset", name => name.Contains(" slice (", StringComparison.Ordinal));

    private static IEnumerable<TestCaseData<GoldenCase>> Samples
        => GoldenFile.Cases("dataset", name => name.StartsWith("sample ", StringComparison.Ordinal) && name != "sample negative");

    private static IEnumerable<TestCaseData<GoldenCase>> Shuffles => GoldenFile.Cases("dataset", name => name.StartsWith("shuffle ", StringComparison.Ordinal));

    [TestCaseSource(nameof(Slices))]
    public void A_slice_is_that_of_Python(GoldenCase golden)
    {
        var bounds = golden.Input.GetProperty("slice");

        var slice = Thirty().Slice(bounds[0].OptionalInteger(), bounds[1].OptionalInteger(), bounds[2].OptionalInteger() ?? 1);

        Assert.That(Numbers(slice), Is.EqualTo(golden.Expected.GetProperty("n").Integers()));
        Assert.That(slice.Description, Is.EqualTo("thirty"));
    }

    [Test]
    public void A_slice_needs_a_step()
        => Assert.That(() => Thirty().Slice(null, null, 0), Throws.TypeOf<ArgumentOutOfRangeException>());

    [TestCaseSource(nameof(Samples))]
    public void A_sample_is_what_LIT_draws(GoldenCase golden)
    {
        var sample = Numbered(golden.Input.GetProperty("of").GetInt32())
            .Sample(golden.Input.GetProperty("n").GetInt32(), golden.Input.GetProperty("seed").GetInt64());

        Assert.That(Numbers(sample), Is.EqualTo(golden.Expected.Integers()));
    }

    [Test]
    public void A_sample_is_not_negative()
        => Assert.That(() => Thirty().Sample(-1, 42), Throws.TypeOf<ArgumentOutOfRangeException>());

    [TestCaseSource(nameof(Shuffles))]
    public void A_shuffle_is_that_of_Python(GoldenCase golden)
    {
        var shuffled = Numbered(golden.Input.GetProperty("of").GetInt32()).Shuffle(golden.Input.GetProperty("seed").GetInt64());

        Assert.That(Numbers(shuffled), Is.EqualTo(golden.Expected.GetProperty("by_shuffle").Integers()));
    }

    [Test]
    public void A_filter_keeps_the_order()
    {
        var expected = GoldenFile.Case("dataset", "filter").Expected.GetProperty("n").Integers();

        Assert.That(Numbers(Thirty().Filter(example => example.Get<long>("n") % 3 == 1)), Is.EqualTo(expected));
    }

    [Test]
    public void Every_recorded_case_is_tested_or_listed_with_a_reason()
    {
        string[] here = ["slice step 0", "sample negative", "filter", "remap", "remap collision"];
        var tested = Slices.Concat(Samples).Concat(Shuffles)
            .Select(data => ((GoldenCase)data.Arguments[0]!).Name).Concat(here).Concat(Elsewhere.Keys);

        Assert.That(tested, Is.EquivalentTo(GoldenFile.All("dataset").Select(golden => golden.Name)));
    }

    private static int[] Numbers(Dataset dataset) => [.. dataset.Select(example => example.Get<int>("n"))];

    private static Dataset Thirty() => Numbered(30);

    private static Dataset Numbered(int count) => new(
        new Spec { ["n"] = new Integer(), ["s"] = new TextSegment(), ["p"] = new GeneratedText { Parent = "s" } },
        Enumerable.Range(0, count).Select(i => new Example(
            new Dictionary<string, object?> { ["n"] = (long)i, ["s"] = $"w{i}", ["p"] = "" })),
        "",
        "thirty");
}
