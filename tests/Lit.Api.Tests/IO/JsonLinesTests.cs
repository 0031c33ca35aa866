using System.Numerics.Tensors;
using System.Text;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Api.IO;

public sealed class JsonLinesTests
{
    private static readonly Spec Spec = new()
    {
        ["text"] = new TextSegment(),
        ["label"] = new CategoryLabel { Vocab = ["neg", "pos"] },
        ["rating"] = new Scalar(),
        ["note"] = new TextSegment { Required = false },
    };

    [Test]
    public async Task Members_stand_in_any_order_and_become_the_fields_of_the_spec()
    {
        var dataset = await ReadAsync(
            """
            {"text": "Good, \"really\" \u263a", "label": "pos", "rating": 4.5, "note": null}
            {"note": "n", "rating": -1e3, "label": "n\u0065g", "te\u0078t": "schlecht ☹"}

            {"text":"","label":"neg","rating":1}
            """);

        Assert.That(dataset.Select(row => row["text"]), Is.EqualTo(new[] { "Good, \"really\" ☺", "schlecht ☹", "" }));
        Assert.That(dataset.Select(row => row["label"]), Is.EqualTo(new[] { "pos", "neg", "neg" }));
        Assert.That(dataset.Select(row => row["rating"]), Is.EqualTo(new[] { 4.5, -1000, 1 }));
        Assert.That(dataset.Select(row => row.GetOr<string?>("note", null)), Is.EqualTo(new[] { null, "n", null }));
        Assert.That(dataset.Select(row => row.ContainsKey("note")), Is.EqualTo(new[] { true, true, false }));
    }

    [Test]
    public async Task Ids_and_origins_are_read()
    {
        var row = (await ReadAsync(
            """{"_id": "r7", "_meta": {"added": true, "parentId": "r1", "source": "me"}, "text": "a", "label": "pos", "rating": 1}"""))[0];

        Assert.That(row.Id, Is.EqualTo("r7"));
        Assert.That(row.Meta, Is.EqualTo(new Provenance(true, "r1", "me")));
        Assert.That(row.Keys, Is.EqualTo(new[] { "text", "label", "rating" }));
    }

    [TestCase("""{"text": 1, "label": "pos", "rating": 1}""", "text: expected a text, found a number")]
    [TestCase("""{"text": ["a"], "label": "pos", "rating": 1}""", "text: expected a text, found a list")]
    [TestCase("""{"text": "a", "label": {"a": {}}, "rating": 1}""", "label: expected one of [neg, pos], found an object")]
    [TestCase("""{"text": "a", "label": "none", "rating": 1}""", "label: expected one of [neg, pos], found another text of 4 characters")]
    [TestCase("""{"text": "a", "label": "pos", "rating": "1"}""", "rating: expected a finite number, found a text")]
    [TestCase("""{"text": "a", "label": "pos", "rating": 1e999}""", "rating: expected a finite number, found Infinity")]
    [TestCase("""{"text": "a", "label": "pos", "rating": NaN}""", "row: expected an object in JSON, found none at byte 40")]
    [TestCase("""{"text": "a", "label": "pos", "rating": null}""", "rating: expected a value, found null")]
    [TestCase("""{"text": "a", "label": "pos"}""", "rating: expected a value, found no such field")]
    [TestCase("""{"text": "a", "label": "pos", "rating": 1, "more": [{}]}""", "more: expected no such field, as the spec has none, found a value")]
    [TestCase("""{"text": "a", "text": "b", "label": "pos", "rating": 1}""", "text: expected the field once, found it twice")]
    [TestCase("""[1]""", "row: expected an object with the fields, found a list")]
    [TestCase("""{"text": "a", "label": "pos", "rating": 1} x""", "row: expected an object in JSON, found none at byte 43")]
    [TestCase("""{"text": "a""", "row: expected an object in JSON, found none at byte 11")]
    public async Task A_row_that_does_not_fit_is_told_with_dataset_row_line_and_field(string row, string mismatch)
    {
        string json = $$"""
            {"text": "first", "label": "pos", "rating": 1}

            {{row}}
            {"text": "last", "label": "neg", "rating": 2}
            """;
        List<RowError> errors = [];

        var dataset = await ReadAsync(json, new() { OnBadRow = errors.Add });

        Assert.That(errors.Select(error => error.ToString()), Is.EqualTo(new[] { $"Dataset 'reviews', row 1 (line 3): {mismatch}" }));
        Assert.That(dataset.Select(example => example["text"]), Is.EqualTo(new[] { "first", "last" }));
        Assert.That(
            Assert.ThrowsAsync<LitException>(() => ReadAsync(json)).Result!.Message,
            Is.EqualTo($"{errors[0]}. Mend the row, or set OnBadRow to leave out such rows and go on."));
    }

    [Test]
    public async Task Broken_UTF8_is_told()
    {
        List<RowError> errors = [];
        byte[] json = [.. "{\"text\": \"a"u8, 0xc3, .. "\", \"label\": \"pos\", \"rating\": 1}\n"u8];

        var dataset = await Dataset.FromJsonLinesAsync(Spec, new MemoryStream(json), new() { OnBadRow = errors.Add });

        Assert.That(dataset, Is.Empty);
        Assert.That(errors.Single().ToString(), Is.EqualTo("Dataset, row 0 (line 1): row: expected UTF-8, found broken UTF-8 at byte 11 of 43"));
    }

    [Test]
    public async Task Extra_members_are_passed_over_on_request()
    {
        const string json = """{"more": {"a": [1, {"b": 2}]}, "text": "a", "label": "pos", "x": 1, "rating": 2}""";

        Assert.That((await ReadAsync(json, new() { IgnoreExtraFields = true })).Single()["rating"], Is.EqualTo(2));
    }

    [Test]
    public async Task Half_a_surrogate_pair_is_kept()
        => Assert.That((await ReadAsync("""{"text": "a\ud83d", "label": "pos", "rating": 1}""")).Single()["text"], Is.EqualTo("a\ud83d"));

    [Test]
    public async Task Lines_of_any_length_and_any_end_are_read()
    {
        string[] texts = [.. new[] { 0, 1, 70_000, 65_400, 300_000, 5 }.Select(length => new string('x', length))];
        string json = "\uFEFF" + string.Join("\r\n", texts.Select(text => $$"""{"text": "{{text}}", "label": "pos", "rating": 1}"""));

        Assert.That((await ReadAsync(json)).Select(row => row["text"]), Is.EqualTo(texts));
    }

    [Test]
    public void A_line_above_the_limit_is_refused() => Assert.That(
        Assert.ThrowsAsync<LitException>(() => ReadAsync("{\"text\": \"" + new string('x', 200_000), new() { MaxRowBytes = 100_000 })).Result!.Message,
        Is.EqualTo("Dataset 'reviews', line 1: expected at most 100000 bytes, found more."));

    [Test]
    public async Task Values_of_other_types_are_read_by_their_type()
    {
        var spec = new Spec
        {
            ["vector"] = new Embeddings(),
            ["tokens"] = new Tokens(),
            ["spans"] = new SpanLabels { Align = "tokens" },
            ["long"] = new BooleanLitType(),
            ["year"] = new Integer(),
        };
        const string json =
            """{"vector": [1, 2.5], "tokens": ["a"], "spans": [{"start": 1, "end": 2, "label": "x", "align": null, "__class__": "DataTuple", "__name__": "SpanLabel"}], "long": false, "year": 1999}""";

        var row = (await Dataset.FromJsonLinesAsync(spec, Stream(json), new())).Single();

        Assert.That(row.Get<Tensor<float>>("vector").ToArray(), Is.EqualTo(new[] { 1f, 2.5f }));
        Assert.That(row["spans"], Is.EqualTo(new[] { new SpanLabel(1, 2, "x") }));
        Assert.That((row["long"], row["year"]), Is.EqualTo(((object)false, (object)1999L)));
    }

    [Test]
    public async Task A_whole_number_with_a_point_is_none()
    {
        List<RowError> errors = [];

        await Dataset.FromJsonLinesAsync(
            new Spec { ["year"] = new Integer() }, Stream("""{"year": 1999.0}"""), new() { OnBadRow = errors.Add });

        Assert.That(errors.Single().Mismatches.Single(), Is.EqualTo(new SpecMismatch("year", "a whole number", "a number")));
    }

    private static Task<Dataset> ReadAsync(string json) => ReadAsync(json, new());

    private static Task<Dataset> ReadAsync(string json, ReadOptions options)
        => Dataset.FromJsonLinesAsync(Spec, Stream(json), options with { Name = "reviews" });

    private static MemoryStream Stream(string json) => new(Encoding.UTF8.GetBytes(json));
}
