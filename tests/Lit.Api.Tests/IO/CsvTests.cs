using System.Text;
using Lit.Api.Records;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Api.IO;

public sealed class CsvTests
{
    private static readonly Spec Spec = new()
    {
        ["text"] = new TextSegment(),
        ["label"] = new CategoryLabel { Vocab = ["neg", "pos"] },
        ["rating"] = new Scalar(),
        ["note"] = new TextSegment { Required = false },
    };

    [Test]
    public async Task Columns_stand_in_any_order_and_become_the_fields_of_the_spec()
    {
        var dataset = await ReadAsync("rating,label,note,text\n4.5,pos,,\"Good, \"\"really\"\".\"\n-1e3,neg,\"\",schlecht ☹\n");

        Assert.That(dataset.Spec, Is.EqualTo(Spec));
        Assert.That(dataset.Select(row => row["text"]), Is.EqualTo(new[] { "Good, \"really\".", "schlecht ☹" }));
        Assert.That(dataset.Select(row => row["rating"]), Is.EqualTo(new[] { 4.5, -1000 }));
        Assert.That(dataset.Select(row => row["note"]), Is.EqualTo(new[] { null, "" }));
    }

    [Test]
    public async Task A_file_of_records_is_named_after_the_file()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("lit-csv-").FullName, "settings.csv");
        await File.WriteAllTextAsync(path, "class,weight\na,0.5\n");

        var dataset = await Dataset.FromCsvAsync<Outer.Settable>(path);

        Assert.That(dataset.Name, Is.EqualTo("settings"));
        Assert.That(dataset.As<Outer.Settable>().Single().Weight, Is.EqualTo(0.5f));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Test]
    public async Task A_column_of_ids_gives_the_ids()
        => Assert.That((await ReadAsync("_id,text,label,rating,note\nr7,a,pos,1,\n"))[0].Id, Is.EqualTo("r7"));

    [Test]
    public async Task A_header_alone_is_a_dataset_of_no_examples()
        => Assert.That(await ReadAsync("text,label,rating,note\n"), Is.Empty);

    [TestCase("", "found no header, without 'text'")]
    [TestCase("text,label,note\n", "found text, label, note, without 'rating'")]
    [TestCase("text,label,rating,note,more\n", "found 'more' too")]
    [TestCase("text,label,rating,note,text\n", "found 'text' twice")]
    public void A_header_that_does_not_fit_is_refused(string csv, string found) => Assert.That(
        Message(csv), Does.StartWith("Dataset 'reviews': expected ").And.Contain(found));

    [Test]
    public async Task An_optional_column_may_be_missing()
        => Assert.That((await ReadAsync("text,label,rating\na,pos,1\n"))[0].ContainsKey("note"), Is.False);

    [Test]
    public async Task Extra_columns_are_passed_over_on_request()
    {
        var dataset = await ReadAsync("more,text,label,rating,note\n1,a,pos,2,\n", new() { IgnoreExtraFields = true });

        Assert.That(dataset[0].Keys, Is.EqualTo(Spec.Keys));
    }

    [TestCase("a,pos", "row: expected 4 cells, as in the header, found 2")]
    [TestCase("a,pos,1,b,c", "row: expected 4 cells, as in the header, found 5")]
    [TestCase("a,neutral,1,", "label: expected one of [neg, pos], found another text of 7 characters")]
    [TestCase("a,,1,", "label: expected one of [neg, pos], found nothing")]
    [TestCase("a,pos,much,", "rating: expected a finite number, found another text of 4 characters")]
    [TestCase("a,pos,,", "rating: expected a finite number, found nothing")]
    [TestCase("a,pos,NaN,", "rating: expected a finite number, found NaN")]
    [TestCase("a,pos,1e999,", "rating: expected a finite number, found Infinity")]
    [TestCase("a,no,x,", "label: expected one of [neg, pos], found another text of 2 characters; rating: expected a finite number, found another text of 1 characters")]
    [TestCase("a\"b,pos,1,", "row: expected quotes around a whole cell, and doubled within it, found a quote within a cell that does not start with one")]
    [TestCase("\"a\"b,pos,1,", "row: expected quotes around a whole cell, and doubled within it, found text after the closing quote")]
    public async Task A_row_that_does_not_fit_is_told_with_dataset_row_line_and_field(string row, string mismatch)
    {
        string csv = $"text,label,rating,note\nfirst,pos,1,\"two\nlines\"\n{row}\nlast,neg,2,\n";
        List<RowError> errors = [];

        var dataset = await ReadAsync(csv, new() { OnBadRow = errors.Add });

        Assert.That(Message(csv), Is.EqualTo(
            $"Dataset 'reviews', row 1 (line 4): {mismatch}. Mend the row, or set OnBadRow to leave out such rows and go on."));
        Assert.That(errors.Select(error => error.ToString()), Is.EqualTo(new[] { $"Dataset 'reviews', row 1 (line 4): {mismatch}" }));
        Assert.That(dataset.Select(example => example["text"]), Is.EqualTo(new[] { "first", "last" }));
    }

    [Test]
    public async Task Broken_UTF8_is_told_with_its_place()
    {
        byte[] csv = [.. "text,label,rating,note\nabc"u8, 0xff, .. "def,pos,1,\ngood,pos,1,\n"u8];
        List<RowError> errors = [];

        var dataset = await ReadAsync(csv, new() { OnBadRow = errors.Add });

        Assert.That(errors.Single().Mismatches.Single(), Is.EqualTo(new SpecMismatch("text", "UTF-8", "broken UTF-8 at byte 3 of 7")));
        Assert.That(dataset.Single()["text"], Is.EqualTo("good"));
    }

    [Test]
    public async Task A_quote_that_is_never_closed_is_told_and_nothing_before_it_is_lost()
    {
        List<RowError> errors = [];

        var dataset = await ReadAsync("text,label,rating,note\na,pos,1,\n\"b,pos,1,\nc,pos,1,\n", new() { OnBadRow = errors.Add });

        Assert.That(dataset, Has.Count.EqualTo(1));
        Assert.That(errors.Single().ToString(), Is.EqualTo(
            "Dataset 'reviews', row 1 (line 3): row: expected quotes around a whole cell, and doubled within it, "
            + "found a quote that is never closed, so the row reaches to the end of the file"));
    }

    [Test]
    public void Values_are_quoted_in_messages_on_request() => Assert.That(
        Message("text,label,rating,note\na,neutral,1,\n", new() { ShowValues = true }),
        Does.Contain("found 'neutral'"));

    [Test]
    public void A_row_above_the_limit_is_refused()
    {
        string csv = "text,label,rating,note\n\"" + new string('x', 1 << 20) + "\",pos,1,\n";

        Assert.That(Message(csv, new() { MaxRowBytes = 4096 }), Does.StartWith("Dataset 'reviews', row 0: expected a row of at most 4096 bytes"));
    }

    [Test]
    public async Task UTF16_with_a_byte_order_mark_is_read()
    {
        byte[] csv = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("text,label,rating,note\nüñ,pos,1,\n")];

        Assert.That((await ReadAsync(csv, new())).Single()["text"], Is.EqualTo("üñ"));
    }

    [Test]
    public async Task Values_of_other_types_are_JSON_or_labels_with_separators()
    {
        var spec = new Spec
        {
            ["vector"] = new Embeddings(),
            ["tokens"] = new Tokens(),
            ["genres"] = new SparseMultilabel { Separator = "|" },
            ["long"] = new BooleanLitType(),
            ["year"] = new Integer(),
        };
        const string csv = "vector,tokens,genres,long,year\n\"[1, 2.5]\",\"[\"\"a\"\", \"\"b,c\"\"]\",drama | comedy,TRUE,1999\n";

        var row = (await Dataset.FromCsvAsync(spec, Stream(csv), new() { Name = "x" }))[0];

        Assert.That(row.Get<System.Numerics.Tensors.Tensor<float>>("vector").ToArray(), Is.EqualTo(new[] { 1f, 2.5f }));
        Assert.That(row["tokens"], Is.EqualTo(new[] { "a", "b,c" }));
        Assert.That(row["genres"], Is.EqualTo(new[] { "drama", "comedy" }));
        Assert.That((row["long"], row["year"]), Is.EqualTo(((object)true, (object)1999L)));
    }

    [TestCase("[1, \"x\"]", "vector: expected a Embeddings, Tensor<Single>, found ValueList<Object>")]
    [TestCase("[1", "vector: expected the JSON of a Embeddings, found another text of 2 characters")]
    public void A_value_of_another_form_is_refused(string cell, string mismatch)
    {
        var spec = new Spec { ["vector"] = new Embeddings() };
        string csv = $"vector\n\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n";

        Assert.That(
            Assert.ThrowsAsync<LitException>(() => Dataset.FromCsvAsync(spec, Stream(csv), new())).Result!.Message,
            Does.Contain(mismatch));
    }

    [Test]
    public void Reading_stops_when_asked_to() => Assert.That(
        () => Dataset.FromCsvAsync(Spec, Stream("text,label,rating,note\na,pos,1,\n"), new(), new CancellationToken(canceled: true)),
        Throws.InstanceOf<OperationCanceledException>());

    private static string Message(string csv) => Message(csv, new());

    private static string Message(string csv, CsvOptions options)
        => Assert.ThrowsAsync<LitException>(() => ReadAsync(csv, options)).Result!.Message;

    private static Task<Dataset> ReadAsync(string csv) => ReadAsync(csv, new());

    private static Task<Dataset> ReadAsync(string csv, CsvOptions options) => ReadAsync(Encoding.UTF8.GetBytes(csv), options);

    private static Task<Dataset> ReadAsync(byte[] csv, CsvOptions options)
        => Dataset.FromCsvAsync(Spec, new MemoryStream(csv), options with { Name = "reviews" });

    private static MemoryStream Stream(string csv) => new(Encoding.UTF8.GetBytes(csv));
}
