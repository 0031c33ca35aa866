using FsCheck;
using FsCheck.Fluent;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Api;

public sealed class DatasetTests
{
    private static readonly Spec Fields = new() { ["n"] = new Integer(), ["x"] = new Scalar(), ["s"] = new TextSegment() };

    private static Arbitrary<Dataset> Datasets => (
        from size in Gen.Choose(0, 30)
        from view in Gen.Choose(0, 4)
        from start in Gen.Choose(0, 5)
        select View(Numbers(0, size), view, start)).ToArbitrary();

    [Property(MaxTest = 300)]
    public Property Shards_part_the_dataset() => Prop.ForAll(Datasets, Gen.Choose(1, 9).ToArbitrary(), (dataset, count) =>
    {
        int[][] shards = [.. Enumerable.Range(0, count).Select(i => N(dataset.Shard(i, count)))];
        return shards.SelectMany(shard => shard).Order().SequenceEqual(N(dataset).Order())
            && shards.Max(shard => shard.Length) - shards.Min(shard => shard.Length) <= 1;
    });

    [Property(MaxTest = 500)]
    public Property A_slice_of_a_view_is_the_slice_of_its_rows() => Prop.ForAll(
        Datasets,
        (from start in Bound from stop in Bound from step in Gen.Elements(-7, -2, -1, 1, 2, 3, int.MaxValue, int.MinValue) select (start, stop, step)).ToArbitrary(),
        (dataset, bounds) => N(dataset.Slice(bounds.start, bounds.stop, bounds.step))
            .SequenceEqual(PythonSlice(N(dataset), bounds.start, bounds.stop, bounds.step)));

    [Property(MaxTest = 300)]
    public Property Filter_and_remap_can_change_places() => Prop.ForAll(Datasets, dataset =>
    {
        var names = new Dictionary<string, string> { ["n"] = "number" };
        var one = dataset.Filter(example => example.Get<long>("n") % 3 == 0).Remap(names);
        var two = dataset.Remap(names).Filter(example => example.Get<long>("number") % 3 == 0);
        return one.Spec.Equals(two.Spec) && one.Longs("number").Span.SequenceEqual(two.Longs("number").Span)
            && one.Select(example => example.Id).SequenceEqual(two.Select(example => example.Id));
    });

    [Property(MaxTest = 300)]
    public Property Columns_of_a_view_are_in_its_order() => Prop.ForAll(Datasets, dataset =>
    {
        double[] copied = new double[dataset.Count];
        dataset.CopyDoubles("x", copied);
        return dataset.Longs("n").ToArray().SequenceEqual(dataset.Select(example => example.Get<long>("n")))
            && dataset.Doubles("x").ToArray().SequenceEqual(dataset.Select(example => example.Get<double>("x")))
            && dataset.Doubles("n").ToArray().SequenceEqual(dataset.Select(example => (double)example.Get<long>("n")))
            && dataset.Strings("s").ToArray().SequenceEqual(dataset.Select(example => example.Get<string>("s")))
            && copied.SequenceEqual(dataset.Doubles("x").ToArray())
            && dataset.ToTable().Select(row => row.Get<long>("n")).SequenceEqual(dataset.Longs("n").ToArray());
    });

    [Property(MaxTest = 300)]
    public Property Concat_is_one_after_the_other_in_any_view() => Prop.ForAll(Datasets, Datasets, (first, second) =>
    {
        var both = first.Concat(second).Concat(first);
        int[] expected = [.. N(first), .. N(second), .. N(first)];
        return N(both).SequenceEqual(expected)
            && both.Longs("n").ToArray().Select(n => (int)n).SequenceEqual(expected)
            && N(both.Slice(null, null, -2)).SequenceEqual(PythonSlice(expected, null, null, -2));
    });

    [Property(MaxTest = 200)]
    public Property A_shuffle_has_every_example_once() => Prop.ForAll(Datasets, dataset =>
        N(dataset.Shuffle(5)).Order().SequenceEqual(N(dataset).Order()) && N(dataset.Shuffle(5)).SequenceEqual(N(dataset.Shuffle(5))));

    [Test]
    public void A_column_of_rows_that_follow_one_another_is_not_copied()
    {
        var dataset = Numbers(0, 10);

        Assert.That(dataset.Doubles("x").Span.Overlaps(dataset[3..7].Doubles("x").Span), Is.True);
        Assert.That(dataset.ToTable(), Is.SameAs(dataset.ToTable()));
    }

    [Test]
    public void A_filter_by_a_column_is_the_filter_by_its_values()
    {
        var dataset = Numbers(0, 20).Shuffle(1);

        Assert.That(N(dataset.Filter<double>("x", x => x > 4)), Is.EqualTo(N(dataset.Filter(example => example.Get<double>("x") > 4))));
        Assert.That(() => dataset.Filter<double>("n", _ => true), Throws.TypeOf<LitException>().With.Message.EqualTo(
            "Dataset, field 'n': expected a column of Double, found LongColumn."));
    }

    [Test]
    public void A_row_without_a_value_is_in_no_filter_by_that_column()
    {
        var dataset = new Dataset(Fields, [new([new("n", 1L), new("x", null)]), new([new("n", 2L), new("x", 1.0)])]);

        Assert.That(N(dataset.Filter<double>("x", x => !(x > 5))), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Views_allocate_nothing_that_grows_with_the_rows()
    {
        var names = new Dictionary<string, string> { ["s"] = "text" };
        var (small, large) = (Numbers(0, 100), Numbers(0, 10_000));
        (Func<Dataset, object> View, long BytesARow)[] views =
        [
            (dataset => dataset[1..^1], 0),
            (dataset => dataset.Shard(1, 2), 0),
            (dataset => dataset.Slice(null, null, -1), 0),
            (dataset => dataset.Remap(names), 0),
            (dataset => dataset.Concat(dataset.Remap(new Dictionary<string, string>())), 0),
            (dataset => dataset.Shuffle(1), 8),
            (dataset => dataset.Filter<long>("n", n => n % 2 == 0), 12),
        ];

        foreach (var (view, bytesARow) in views)
        {
            Allocated(view, large);
            Assert.That(Allocated(view, large) - Allocated(view, small), Is.LessThanOrEqualTo((bytesARow * 10_000) + 64));
        }

        static long Allocated(Func<Dataset, object> view, Dataset dataset)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            GC.KeepAlive(view(dataset));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Test]
    public void References_follow_a_new_name()
    {
        var golden = GoldenFile.Case("dataset", "remap");
        var spec = new Spec { ["n"] = new Integer(), ["s"] = new TextSegment(), ["p"] = new GeneratedText { Parent = "s" } };
        var dataset = new Dataset(spec, [new([new("n", 0L), new("s", "w0"), new("p", "")])]);

        var renamed = dataset.Remap(new Dictionary<string, string> { ["s"] = "text", ["zz"] = "q", ["n"] = "number" });

        // LIT writes its numbers 0 and 1 as whole ones; the types read from it are these types.
        Assert.That(renamed.Spec, Is.EqualTo(golden.Expected.GetProperty("spec").Spec()));
        Assert.That(renamed[0], Is.EquivalentTo(golden.Expected.GetProperty("first").Example()));
        Assert.That(renamed[0].Keys, Is.EqualTo(golden.Expected.GetProperty("keys").EnumerateArray().Select(key => key.GetString())));
    }

    [Test]
    public void Two_fields_cannot_have_one_name()
        => Assert.That(
            () => Numbers(0, 2).WithName("reviews").Remap(new Dictionary<string, string> { ["s"] = "n" }),
            Throws.TypeOf<LitException>().With.Message.EqualTo(
                "Dataset 'reviews', field 'n': expected one field of the name after renaming, found two."));

    [Test]
    public void A_content_id_follows_the_new_names_and_a_given_one_stays()
    {
        var names = new Dictionary<string, string> { ["s"] = "text" };
        var dataset = Numbers(0, 1);

        Assert.That(dataset.Remap(names)[0].Id, Is.Not.EqualTo(dataset[0].Id));
        Assert.That(dataset.WithIds(_ => "mine").Remap(names)[0].Id, Is.EqualTo("mine"));
    }

    [Test]
    public void Datasets_of_other_fields_are_not_appended()
        => Assert.That(
            () => Numbers(0, 1).Concat(new Dataset(new() { ["n"] = new Integer(), ["x"] = new Scalar { MaxValue = 5 }, ["s"] = new TextSegment() }, [])),
            Throws.TypeOf<LitException>().With.Message.EqualTo(
                "Cannot append dataset, 0 examples of n, x, s to dataset, 1 examples of n, x, s: "
                + $"x: expected {new Scalar()}, found {new Scalar { MaxValue = 5 }}."));

    [Test]
    public void A_column_that_is_not_there_or_of_another_kind_is_one_clear_error()
    {
        var dataset = Numbers(0, 3).WithName("reviews");

        Assert.That(() => dataset.Doubles("y"), Throws.TypeOf<LitException>().With.Message.EqualTo(
            "Dataset 'reviews', field 'y': expected the field, found n, x, s only."));
        Assert.That(() => dataset.Doubles("s"), Throws.TypeOf<LitException>().With.Message.EqualTo(
            "Dataset 'reviews', field 's': expected numbers, found String in row 0."));
        Assert.That(() => dataset.Strings("n"), Throws.TypeOf<LitException>().With.Message.EqualTo(
            "Dataset 'reviews', field 'n': expected texts, found Int64 in row 0."));
    }

    [Test]
    public void Slices_read_as_they_do_elsewhere_in_the_language()
    {
        Assert.That(N(Numbers(0, 9)[^3..]), Is.EqualTo(new[] { 6, 7, 8 }));
        Assert.That(() => Numbers(0, 9)[3..12], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(Numbers(0, 9)[^1].Get<long>("n"), Is.EqualTo(8));
    }

    [Test]
    public void A_position_that_does_not_exist_is_not_picked()
        => Assert.That(() => Numbers(0, 3).Pick([0, 3]), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void A_shard_has_an_index_below_the_count()
    {
        Assert.That(() => Numbers(0, 3).Shard(2, 2), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Numbers(0, 3).Shard(0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Some_fields_are_left_and_the_columns_shared()
    {
        var dataset = Numbers(0, 4);

        var some = dataset.SelectFields("s", "n");

        Assert.That(some.Spec.Keys, Is.EqualTo(new[] { "s", "n" }));
        Assert.That(some.Longs("n").Span.Overlaps(dataset.Longs("n").Span), Is.True);
    }

    [Test]
    public void New_fields_leave_the_ids_as_they_were()
    {
        var dataset = Numbers(0, 4).Shard(1, 2);

        var more = dataset.WithFields([("y", new Scalar(), new DoubleColumn(new double[] { 7, 8 }))]);

        Assert.That(more.Select(example => example.Id), Is.EqualTo(dataset.Select(example => example.Id)));
        Assert.That(more.Doubles("y").ToArray(), Is.EqualTo(new[] { 7.0, 8.0 }));
        Assert.That(() => dataset.WithFields([("y", new Scalar(), new DoubleColumn(new double[3]))]), Throws.TypeOf<LitException>()
            .With.Message.EqualTo("Dataset, field 'y': expected 2 values, one for each example, found 3."));
        Assert.That(() => dataset.WithFields([("n", new Scalar(), new DoubleColumn(new double[2]))]), Throws.TypeOf<LitException>()
            .With.Message.EqualTo("Dataset, field 'n': expected a name that is not taken, found a field of the dataset."));
    }

    [Test]
    public void Records_go_in_and_come_out()
    {
        Pair[] pairs = [new("a", 1), new("b", 2.5)];

        var dataset = Dataset.From(pairs, "pairs");

        Assert.That(dataset.As<Pair>(), Is.EqualTo(pairs));
        Assert.That(dataset.Doubles("value").ToArray(), Is.EqualTo(new[] { 1, 2.5 }));
    }

    [TestCase("reviews")]
    [TestCase("reviews_gaps")]
    [TestCase("pairs")]
    [TestCase("table")]
    [TestCase("table_gaps")]
    [TestCase("translation")]
    [TestCase("pictures")]
    [TestCase("small_pictures")]
    [TestCase("forms")]
    [TestCase("vectors")]
    public void Ids_of_a_dataset_are_those_that_LIT_gives(string name)
    {
        var golden = GoldenFile.Read("datasets").GetProperty("datasets").GetProperty(name);

        var dataset = new Dataset(golden.GetProperty("spec").Spec(), golden.GetProperty("examples").Examples());

        Assert.That(dataset.Select(example => example.Id), Is.EqualTo(golden.GetProperty("ids").EnumerateArray().Select(id => id.GetString())));
    }

    [Test]
    public void Recorded_vectors_are_one_buffer()
    {
        var golden = GoldenFile.Read("datasets").GetProperty("datasets").GetProperty("vectors");
        var dataset = new Dataset(golden.GetProperty("spec").Spec(), golden.GetProperty("examples").Examples());

        Assert.That(dataset.Tensors("vec").RowShape.ToArray(), Is.EqualTo(new nint[] { 6 }));
        Assert.That(dataset.Tensors("vec").Row(0).ToArray(), Is.EqualTo(new[] { -0.096f, 4.675f, -4.185f, 8.847f, -0.013f, -6.638f }));
    }

    private static Gen<int?> Bound => Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(-40, 40).Select(i => (int?)i), Gen.Elements<int?>(int.MinValue, int.MaxValue));

    private static int[] N(Dataset dataset) => [.. dataset.Select(example => example.Get<int>("n"))];

    private static Dataset Numbers(int from, int count) => new(Fields, Enumerable.Range(from, count).Select(i => new Example(
        new Dictionary<string, object?> { ["n"] = (long)i, ["x"] = i / 2.0, ["s"] = $"t{i}" })));

    private static Dataset View(Dataset dataset, int view, int start) => view switch
    {
        0 => dataset,
        1 => dataset.Slice(start, null, 1),
        2 => dataset.Slice(null, null, -2),
        3 => dataset.Filter(example => example.Get<long>("n") % 2 == start % 2),
        _ => dataset.Concat(Numbers(100, 3)).Shuffle(start),
    };

    private static int[] PythonSlice(int[] items, int? start, int? stop, int step)
    {
        List<int> sliced = [];
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? items.Length : items.Length - 1;
        long first = start is { } a ? Math.Clamp(a < 0 ? (long)a + items.Length : a, low, high) : step > 0 ? low : high;
        long end = stop is { } b ? Math.Clamp(b < 0 ? (long)b + items.Length : b, low, high) : step > 0 ? high : low;
        for (long i = first; step > 0 ? i < end : i > end; i += step)
        {
            sliced.Add(items[i]);
        }

        return [.. sliced];
    }

    private sealed record Pair(string Name, double Value) : ILitRecord<Pair>
    {
        public static Spec LitSpec { get; } = new() { ["name"] = new StringLitType(), ["value"] = new Scalar() };

        public static Pair FromExample(Example example) => new(example.Get<string>("name"), example.Get<double>("value"));

        public static void Append(Pair record, ExampleTableBuilder table)
        {
            table.Append(0, record.Name);
            table.Append(1, record.Value);
        }

        public Example ToExample() => new([new("name", Name), new("value", Value)]);
    }
}
