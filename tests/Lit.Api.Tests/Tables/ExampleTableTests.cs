using System.Numerics.Tensors;
using FsCheck;
using FsCheck.Fluent;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Api;

public sealed class ExampleTableTests
{
    private static readonly Spec Fields = new()
    {
        ["text"] = new TextSegment(),
        ["number"] = new Scalar(),
        ["count"] = new Integer(),
        ["flag"] = new BooleanLitType(),
        ["vector"] = new Embeddings(),
        ["words"] = new Tokens(),
    };

    private static Arbitrary<Example[]> Rows => Gen.ArrayOf(
        from text in Maybe(Gen.Elements("", "a", "naïve 😀"))
        from number in Maybe(Gen.Choose(-9, 9).Select(i => i / 4.0))
        from count in Maybe(Gen.Choose(-9, 9).Select(i => (long)i))
        from flag in Maybe(Gen.Elements(true, false))
        from vector in Maybe(Gen.Choose(0, 9).Select(i => Tensor.Create([i, i + 0.5f])))
        from words in Maybe(Gen.Elements<IReadOnlyList<string>>(["x"], []))
        select Row(text, number, count, flag, vector, words)).ToArbitrary();

    [Property(MaxTest = 300)]
    public Property Rows_are_what_was_put_in_nulls_and_missing_fields_too() => Prop.ForAll(Rows, rows =>
    {
        var table = ExampleTable.FromExamples(Fields, rows);
        return table.Count == rows.Length && table.Zip(rows).All(pair => Same(pair.First, pair.Second));
    });

    [Property(MaxTest = 300)]
    public Property A_table_of_a_tables_rows_is_the_table() => Prop.ForAll(Rows, rows =>
    {
        var table = ExampleTable.FromExamples(Fields, rows);
        return ExampleTable.FromExamples(Fields, table).Zip(rows).All(pair => Same(pair.First, pair.Second));
    });

    [Property(MaxTest = 300)]
    public Property Tables_that_are_appended_to_one_another_are_the_rows_of_both() => Prop.ForAll(Rows, Rows, (first, second) =>
    {
        var builder = new ExampleTableBuilder(Fields);
        builder.Add(ExampleTable.FromExamples(Fields, first));
        builder.Add(ExampleTable.FromExamples(Fields, second));
        var table = builder.Build();
        return table.Count == first.Length + second.Length && table.Zip(first.Concat(second)).All(pair => Same(pair.First, pair.Second));
    });

    [Property(MaxTest = 300)]
    public Property Columns_can_be_cut_and_reordered() => Prop.ForAll(Rows, rows =>
    {
        var table = ExampleTable.FromExamples(Fields, rows);
        int[] order = new SeededRandom(rows.Length).Sample(rows.Length, rows.Length / 2);
        int start = rows.Length / 3;
        return Fields.Keys.All(field =>
            ValueEquality.SameKind(Values(table[field].Gather(order)), order.Select(i => rows[i].GetValueOrDefault(field)).ToArray())
            && ValueEquality.SameKind(
                Values(table[field].Slice(start, rows.Length - start)),
                rows.Skip(start).Select(row => row.GetValueOrDefault(field)).ToArray()));
    });

    [Test]
    public void Each_type_has_its_column()
    {
        var table = ExampleTable.FromExamples(Fields, [Row("a", 1.5, 2L, true, Tensor.Create([1f, 2f]), new[] { "x" })]);

        Assert.That(table.Columns.Select(column => column.Value.GetType()), Is.EqualTo(new[]
        {
            typeof(StringColumn), typeof(DoubleColumn), typeof(LongColumn), typeof(BooleanColumn), typeof(TensorColumn), typeof(ObjectColumn),
        }));
    }

    [Test]
    public void Tensors_of_one_shape_are_one_buffer_and_a_row_is_a_view_of_it()
    {
        float[] buffer = [1, 2, 3, 4, 5, 6, 7, 8];
        var column = new TensorColumn(buffer, 2, [2, 2]);
        var row = (Tensor<float>)column[1]!;

        buffer[4] = 50;

        Assert.That(row[0, 0], Is.EqualTo(50));
        Assert.That(column.Buffer.Overlaps(buffer), Is.True);
        Assert.That(column.Slice(1, 1) is TensorColumn { Buffer: [50, 6, 7, 8] }, Is.True);
        Assert.That(row.Lengths.ToArray(), Is.EqualTo(new nint[] { 2, 2 }));
    }

    [Test]
    public void A_buffer_that_is_too_small_is_refused_with_the_sizes()
        => Assert.That(() => new TensorColumn(new float[5], 2, [3]), Throws.ArgumentException.With.Message.StartsWith(
            "Expected 6 numbers for 2 rows of [3], found 5."));

    [Test]
    public void Tensors_of_different_shapes_are_kept_as_they_are()
    {
        var table = ExampleTable.FromExamples(
            new() { ["v"] = new TokenEmbeddings() },
            [new([new("v", Tensor.Create([1f, 2f], [1, 2]))]), new([new("v", Tensor.Create([1f, 2f, 3f, 4f], [2, 2]))])]);

        Assert.That(table["v"], Is.TypeOf<ObjectColumn>());
        Assert.That(table.Select(row => row.Get<Tensor<float>>("v").Lengths[0]), Is.EqualTo(new nint[] { 1, 2 }));
    }

    [Test]
    public void A_row_without_a_tensor_before_the_first_is_a_row_of_NaN()
    {
        var column = (TensorColumn)ExampleTable.FromExamples(
            new() { ["v"] = new Embeddings() },
            [new([new("v", null)]), new([new("v", Tensor.Create([1f, 2f]))])])["v"];

        Assert.That(column.IsNull(0), Is.True);
        Assert.That(column[0], Is.Null);
        Assert.That(column.Buffer.ToArray(), Is.EqualTo(new[] { float.NaN, float.NaN, 1, 2 }));
    }

    [Test]
    public void A_value_of_another_type_stays_what_it_is_for_validation_to_find()
    {
        var table = ExampleTable.FromExamples(new() { ["n"] = new Scalar() }, [new([new("n", 1.0)]), new([new("n", "two")])]);

        Assert.That(table["n"], Is.TypeOf<ObjectColumn>());
        Assert.That(table.Select(row => row["n"]), Is.EqualTo(new object[] { 1.0, "two" }));
    }

    [Test]
    public void A_field_that_the_spec_does_not_know_is_kept_behind_the_others()
    {
        var table = ExampleTable.FromExamples(
            new() { ["a"] = new TextSegment() },
            [new([new("a", "1")]), new([new("b", 2L), new("a", "2")])]);

        Assert.That(table[1].Keys, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(table[0].ContainsKey("b"), Is.False);
        Assert.That(table[0], Has.Count.EqualTo(1));
        Assert.That(table[1].Id, Is.EqualTo(ExampleId.Of(new Example([new("b", 2L), new("a", "2")]))));
    }

    [Test]
    public void A_row_needs_one_value_for_each_field()
    {
        var builder = new ExampleTableBuilder(new() { ["a"] = new TextSegment(), ["b"] = new TextSegment() });
        builder.Append(0, "x");

        Assert.That(builder.EndRow, Throws.TypeOf<LitException>().With.Message.EqualTo("Row 0, field 'b': expected one value, found 0."));
    }

    [Test]
    public void Columns_of_different_lengths_are_no_table()
    {
        var spec = new Spec { ["a"] = new Scalar(), ["b"] = new Scalar() };

        Assert.That(
            () => new ExampleTable(spec, [new("a", new DoubleColumn(new double[2])), new("b", new DoubleColumn(new double[3]))]),
            Throws.TypeOf<LitException>().With.Message.EqualTo("b: expected 2 rows, as in 'a', found 3."));
        Assert.That(
            () => new ExampleTable(spec, [new("a", new DoubleColumn(new double[2]))]),
            Throws.TypeOf<LitException>().With.Message.EqualTo("b: expected a column, found none."));
    }

    [Test]
    public void A_builder_takes_no_rows_after_its_column_is_built()
    {
        var builder = new LongColumnBuilder(0);
        builder.Append(1);
        builder.Build();

        Assert.That(() => builder.Append(2), Throws.InvalidOperationException);
    }

    private static Gen<object?> Maybe<T>(Gen<T> values) => Gen.Frequency(
        (6, values.Select(value => (object?)value)),
        (1, Gen.Constant<object?>(null)),
        (1, Gen.Constant<object?>(Absent.Field)));

    private static Example Row(params object?[] values)
        => new(Fields.Keys.Zip(values, KeyValuePair.Create).Where(field => field.Value is not Absent));

    private static bool Same(Example a, Example b) => a.Keys.SequenceEqual(b.Keys)
        && a.All(field => ValueEquality.SameKind(field.Value, b[field.Key]))
        && a.Count == b.Count
        && a.Id == b.Id;

    private static object?[] Values(Column column) => [.. Enumerable.Range(0, column.Count).Select(i => column[i])];

    private enum Absent
    {
        Field,
    }
}
