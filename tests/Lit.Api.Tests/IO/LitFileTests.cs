using System.Numerics.Tensors;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Api.IO;

/// <summary>LIT's own files; the recorded cases are in Golden/dataset.json.</summary>
public sealed class LitFileTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("lit-files-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Saved_files_are_LITs_to_the_byte()
    {
        var expected = GoldenFile.Case("dataset", "save").Expected;

        string path = await Saved().SaveAsync(Path.Combine(_folder, "f"));

        Assert.That(path, Does.EndWith(expected.GetProperty("path_ends_with").GetString()!));
        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo(expected.GetProperty("file").GetString()));
        Assert.That(await File.ReadAllTextAsync(path + ".spec"), Is.EqualTo(expected.GetProperty("spec_file").GetString()));
    }

    [Test]
    public async Task Saved_files_load_with_their_ids_and_spec()
    {
        var expected = GoldenFile.Case("dataset", "load").Expected;
        string path = await Saved().SaveAsync(Path.Combine(_folder, "f"));

        var dataset = await Dataset.LoadAsync(path);

        Assert.That(dataset.Select(row => row.Id), Is.EqualTo(expected.GetProperty("ids").EnumerateArray().Select(id => id.GetString())));
        Assert.That(dataset.Spec, Is.EqualTo(expected.GetProperty("spec").Spec()));
        Assert.That(dataset.Description, Does.StartWith(expected.GetProperty("description_first_words").GetString()!));
        Assert.That(dataset[0]["v"], Is.InstanceOf<Tensor<float>>());
        Assert.That((dataset.Name, dataset[0].Keys), Is.EqualTo(("f", new[] { "s", "v", "c" })));
    }

    [TestCase("load_lit_format plain")]
    [TestCase("load_lit_format indexed")]
    [TestCase("load_lit_format empty file")]
    public async Task Files_of_LIT_load(string name)
    {
        var golden = GoldenFile.Case("dataset", name);
        string file = golden.Input.GetProperty("file").GetString()!;
        string spec = name.EndsWith("indexed", StringComparison.Ordinal)
            ? GoldenFile.Case("dataset", "save").Expected.GetProperty("spec_file").GetString()!
            : """{"s": {"__name__": "TextSegment"}, "n": {"__name__": "Integer"}}""";
        await File.WriteAllTextAsync(Path.Combine(_folder, "f.lit.jsonl"), file);
        await File.WriteAllTextAsync(Path.Combine(_folder, "f.lit.jsonl.spec"), spec);

        var dataset = await Dataset.LoadAsync(Path.Combine(_folder, "f"));

        if (golden.Expected.TryGetProperty("ids", out var ids))
        {
            Assert.That(dataset.Select(row => row.Id), Is.EqualTo(ids.EnumerateArray().Select(id => id.GetString())));
        }
        else
        {
            Assert.That(dataset.Select(Fields), Is.EqualTo(golden.Expected.GetProperty("examples").Examples().Select(Fields)));
        }
    }

    [Test]
    public void A_file_that_is_not_there_is_told_as_such()
    {
        Assert.That(GoldenFile.Case("dataset", "load missing file").Expected.IsError(), Is.True);
        Assert.That(() => Dataset.LoadAsync(Path.Combine(_folder, "f")), Throws.TypeOf<FileNotFoundException>());
    }

    [TestCaseSource(nameof(DatasetNames))]
    public async Task Whole_datasets_keep_their_ids_through_a_file(string name)
    {
        var golden = GoldenFile.Read("datasets").GetProperty("datasets").GetProperty(name);
        var dataset = new Dataset(golden.GetProperty("spec").Spec(), golden.GetProperty("examples").Examples(), name, "");
        string path = await dataset.SaveAsync(Path.Combine(_folder, name));
        List<RowError> errors = [];

        var back = await Dataset.LoadAsync(path, new() { OnBadRow = errors.Add });

        string[] ids = [.. golden.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!)];
        Assert.That(back.Select(row => row.Id), Is.SubsetOf(ids));
        Assert.That(back.Count + errors.Count, Is.EqualTo(ids.Length));
        Assert.That(errors.Select(error => error.Row), Is.EqualTo(
            Enumerable.Range(0, ids.Length).Where(row => !back.Any(example => example.Id == ids[row])).Select(row => (long)row)));
    }

    [TestCase("""{"s": 1, "n": 1}""", "s: expected a TextSegment, String, found Int64")]
    [TestCase("""{"s": "a"}""", "n: expected a value, found none")]
    [TestCase("""{"s": "a", "n": 1""", "row: expected an object in LIT's JSON")]
    public async Task A_row_that_does_not_fit_is_told(string row, string mismatch)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "f.lit.jsonl"), $"{{\"s\": \"ok\", \"n\": 1}}\n{row}\n");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "f.lit.jsonl.spec"), """{"s": {"__name__": "TextSegment"}, "n": {"__name__": "Integer"}}""");
        List<RowError> errors = [];

        var dataset = await Dataset.LoadAsync(Path.Combine(_folder, "f"), new() { OnBadRow = errors.Add });

        Assert.That(dataset, Has.Count.EqualTo(1));
        Assert.That(errors.Single().ToString(), Does.StartWith($"Dataset 'f', row 1 (line 2): {mismatch}"));
        Assert.That(
            Assert.ThrowsAsync<LitException>(() => Dataset.LoadAsync(Path.Combine(_folder, "f"))).Result!.Message,
            Does.StartWith(errors[0].ToString()));
    }

    private static Dataset Saved()
    {
        var spec = GoldenFile.Case("dataset", "load").Expected.GetProperty("spec").Spec();
        return new(spec,
        [
            new([new("s", "naïve"), new("v", Tensor.Create<float>([1f, 0.5f], [2])), new("c", "é")]),
            new([new("s", "x"), new("v", Tensor.Create<float>([0f, 2f], [2])), new("c", "é")]),
        ]);
    }

    private static Dictionary<string, object?> Fields(Example example) => new(example);

    private static IEnumerable<string> DatasetNames()
        => GoldenFile.Read("datasets").GetProperty("datasets").EnumerateObject().Select(dataset => dataset.Name);
}
