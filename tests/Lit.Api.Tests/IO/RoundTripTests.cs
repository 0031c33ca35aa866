using System.Numerics.Tensors;
using FsCheck;
using FsCheck.Fluent;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Api.IO;

public sealed class RoundTripTests
{
    private static readonly Spec Spec = new()
    {
        ["text"] = new TextSegment(),
        ["note"] = new TextSegment { Required = false },
        ["label"] = new CategoryLabel { Vocab = ["neg", "pos, or so", "\"quoted\"\n"] },
        ["rating"] = new Scalar(),
        ["year"] = new Integer { Required = false },
        ["is_long"] = new BooleanLitType(),
        ["genres"] = new SparseMultilabel { Separator = ", " },
        ["tokens"] = new Tokens { Required = false },
        ["vector"] = new Embeddings(),
    };

    [Property(MaxTest = 200)]
    public Property CSV_gives_back_what_was_written() => Prop.ForAll(Datasets(wholeCharacters: true), dataset =>
    {
        var stream = new MemoryStream();
        dataset.WriteCsvAsync(stream, ';').GetAwaiter().GetResult();
        stream.Position = 0;

        AssertSame(Dataset.FromCsvAsync(Spec, stream, new() { Separator = ';' }).GetAwaiter().GetResult(), dataset);
    });

    [Property(MaxTest = 200)]
    public Property JSON_lines_give_back_what_was_written() => Prop.ForAll(Datasets(wholeCharacters: false), dataset =>
    {
        var stream = new MemoryStream();
        dataset.WriteJsonLinesAsync(stream).GetAwaiter().GetResult();
        stream.Position = 0;

        AssertSame(Dataset.FromJsonLinesAsync(Spec, stream, new()).GetAwaiter().GetResult(), dataset);
    });

    [Property(MaxTest = 50)]
    public Property LIT_files_give_back_what_was_written() => Prop.ForAll(Datasets(wholeCharacters: false), dataset =>
    {
        string folder = Directory.CreateTempSubdirectory("lit-files-").FullName;
        string path = dataset.SaveAsync(Path.Combine(folder, "data")).GetAwaiter().GetResult();

        var back = Dataset.LoadAsync(path).GetAwaiter().GetResult();

        Assert.That(back.Spec, Is.EqualTo(Spec));
        Assert.That(back.Select(row => row.Id), Is.EqualTo(dataset.Select(row => row.Id)));
        AssertSame(back, dataset);
        Directory.Delete(folder, recursive: true);
    });

    [Test]
    public async Task One_column_keeps_empty_texts_and_refuses_nulls()
    {
        var spec = new Spec { ["note"] = new TextSegment { Required = false } };
        var stream = new MemoryStream();
        await new Dataset(spec, [new([new("note", "")]), new([new("note", "x")])]).WriteCsvAsync(stream, ',');
        stream.Position = 0;

        Assert.That((await Dataset.FromCsvAsync(spec, stream, new())).Select(row => row["note"]), Is.EqualTo(new[] { "", "x" }));
        Assert.That(
            Assert.ThrowsAsync<LitException>(() => new Dataset(spec, [new([new("note", null)])]).WriteCsvAsync(stream, ',')).Result!.Message,
            Is.EqualTo("Dataset, row 0, note: expected a value, as a row of one cell needs one; found none. CSV cannot hold it."));
    }

    [Test]
    public async Task Ids_and_origins_are_written_where_they_are_known()
    {
        var meta = new Provenance(true, "parent", "me");
        var spec = new Spec { ["note"] = new TextSegment() };
        var dataset = new Dataset(spec, [new([new("note", "a")], "own", meta), new([new("note", "b")])]);
        var stream = new MemoryStream();
        await dataset.WriteJsonLinesAsync(stream);
        stream.Position = 0;

        var back = await Dataset.FromJsonLinesAsync(spec, stream, new());

        Assert.That(back.Select(row => (row.HasGivenId, row.Id)), Is.EqualTo(dataset.Select(row => (row.HasGivenId, row.Id))));
        Assert.That(back.Select(row => row.Meta), Is.EqualTo(new[] { meta, Provenance.None }));
    }

    [Test]
    public void A_value_that_CSV_cannot_hold_is_refused_with_row_and_field()
    {
        var dataset = new Dataset(
            new Spec { ["rating"] = new Scalar() }, [new([new("rating", 1.0)]), new([new("rating", double.NaN)])], "films", "");

        Assert.That(
            Assert.ThrowsAsync<LitException>(() => dataset.WriteCsvAsync(new MemoryStream(), ',')).Result!.Message,
            Is.EqualTo("Dataset 'films', row 1, rating: expected a finite number; found NaN. CSV cannot hold it."));
        Assert.That(
            Assert.ThrowsAsync<LitException>(() => dataset.WriteJsonLinesAsync(new MemoryStream())).Result!.Message,
            Is.EqualTo("Dataset 'films', row 1, rating: expected a finite number, which is all that JSON has; found NaN."));
    }

    [Test]
    public async Task A_file_that_is_there_stays_when_writing_fails()
    {
        string folder = Directory.CreateTempSubdirectory("lit-files-").FullName;
        string path = Path.Combine(folder, "data.csv");
        await File.WriteAllTextAsync(path, "before");
        var dataset = new Dataset(new Spec { ["rating"] = new Scalar() }, [new([new("rating", double.NaN)])]);

        await Assert.ThrowsAsync<LitException>(() => dataset.WriteCsvAsync(path));

        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo("before"));
        Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(1));
        Directory.Delete(folder, recursive: true);
    }

    private static void AssertSame(Dataset found, Dataset expected)
    {
        Assert.That(found, Has.Count.EqualTo(expected.Count));
        for (int i = 0; i < expected.Count; i++)
        {
            foreach (string field in Spec.Keys)
            {
                object? value = expected[i].GetValueOrDefault(field);
                object? back = found[i].GetValueOrDefault(field);
                if (value is Tensor<float> tensor)
                {
                    Assert.That(((Tensor<float>)back!).ToArray(), Is.EqualTo(tensor.ToArray()), field);
                }
                else
                {
                    Assert.That(back, Is.EqualTo(value), field);
                }
            }
        }
    }

    private static Arbitrary<Dataset> Datasets(bool wholeCharacters)
    {
        var character = Gen.Frequency(
            (4, Gen.Choose(32, 126).Select(unit => ((char)unit).ToString())),
            (3, Gen.Elements("\"", ",", ";", "\n", "\r", "\r\n", " ", "\t", "'", "\uFEFF", "[", "🙂", "\\")),
            (1, Gen.Choose(0, 0xd7ff).Select(unit => ((char)unit).ToString())),
            (wholeCharacters ? 0 : 1, Gen.Choose(0xd800, 0xdfff).Select(unit => ((char)unit).ToString())));
        var text = character.ListOf().Select(string.Concat);
        var rows =
            from words in text.ArrayOf(3)
            from has in Gen.Elements(true, false).ArrayOf(3)
            from label in Gen.Choose(0, 2)
            from number in ArbMap.Default.GeneratorFor<NormalFloat>()
            from year in ArbMap.Default.GeneratorFor<long>()
            from labels in text.ArrayOf()
            from vector in Gen.Choose(-1000, 1000).Select(i => i / 7f).ArrayOf(3)
            select new Example(
            [
                new("text", words[0]),
                new("note", has[0] ? words[1] : null),
                new("label", ((CategoryLabel)Spec["label"]).Vocab![label]),
                new("rating", number.Get),
                new("year", has[1] ? year : null),
                new("is_long", has[2]),
                new("genres", labels),
                new("tokens", has[2] ? words : null),
                new("vector", Tensor.Create<float>(vector, [3])),
            ]);
        return rows.ListOf().Select(examples => new Dataset(Spec, examples)).ToArbitrary();
    }
}
