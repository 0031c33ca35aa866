using FsCheck;
using FsCheck.Fluent;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Api;

public sealed class BatchedModelTests
{
    private static Arbitrary<(int[] Lengths, int Size, int Memory)> Runs => (
        from lengths in Gen.Choose(0, 30).ArrayOf()
        from size in Gen.Choose(1, 9)
        from memory in Gen.Choose(31, 300)
        select (lengths, size, memory)).ToArbitrary();

    [Property(MaxTest = 300)]
    public Property A_stream_keeps_the_order_whatever_the_lengths_and_the_memory() => Prop.ForAll(Runs, given =>
    {
        var model = Model(given);
        var outputs = model.PredictAsync(Texts(given.Lengths).Select(LengthModel.Text)).ToListAsync().AsTask().GetAwaiter().GetResult();
        return outputs.Select(output => output.Get<int>("n")).SequenceEqual(given.Lengths);
    });

    [Property(MaxTest = 300)]
    public Property A_table_keeps_the_order_whatever_the_lengths_and_the_memory() => Prop.ForAll(Runs, given =>
    {
        var table = Model(given).PredictTableAsync(LengthModel.Dataset(Texts(given.Lengths))).AsTask().GetAwaiter().GetResult();
        return given.Lengths.Length == 0
            || (((LongColumn)table["n"]).Values.ToArray().SequenceEqual(given.Lengths.Select(length => (long)length))
                && ((TensorColumn)table["v"]).Buffer.ToArray().SequenceEqual(given.Lengths.SelectMany(length => new float[] { length, -length })));
    });

    [TestCase(2, 5, new[] { 2, 2, 1 })]
    [TestCase(2, 4, new[] { 2, 2 })]
    [TestCase(2, 0, new int[0])]
    [TestCase(10, 3, new[] { 3 })]
    public async Task Batches_are_full_but_the_last(int size, int count, int[] sizes)
    {
        var model = new LengthModel(new BatchOptions { MaxBatchSize = size });

        var outputs = await model.PredictAsync(Texts(Enumerable.Repeat(1, count)).Select(LengthModel.Text)).ToListAsync();

        Assert.That(model.Batches.Select(batch => batch.Length), Is.EqualTo(sizes));
        Assert.That(outputs, Has.Count.EqualTo(count));
    }

    [Test]
    public async Task A_stream_is_read_no_further_than_one_window_ahead()
    {
        int read = 0;
        var model = new LengthModel(new BatchOptions { MaxBatchSize = 4, LookAheadBatches = 3, Length = example => example.Get<string>("t").Length });

        await foreach (var output in model.PredictAsync(Endless()))
        {
            Assert.That(output.Get<int>("n"), Is.EqualTo(1));
            break;
        }

        Assert.That(read, Is.EqualTo(12));

        IEnumerable<Example> Endless()
        {
            while (true)
            {
                read++;
                yield return LengthModel.Text("x");
            }
        }
    }

    [Test]
    public async Task The_first_predictions_come_before_the_whole_window_is_done()
    {
        var model = new LengthModel(new BatchOptions { MaxBatchSize = 1, LookAheadBatches = 4, Length = example => example.Get<string>("t").Length });

        await using var outputs = model.PredictAsync(Texts([9, 5, 3, 1]).Select(LengthModel.Text)).GetAsyncEnumerator();
        await outputs.MoveNextAsync();

        Assert.That(model.Batches, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_batch_that_runs_out_of_memory_is_halved_and_the_next_are_made_smaller_at_once()
    {
        var model = new LengthModel(new BatchOptions { MaxBatchSize = 8 }) { Memory = 30, OutOfMemory = () => new InsufficientMemoryException() };

        await model.PredictTableAsync(LengthModel.Dataset(Texts(Enumerable.Repeat(5, 16))));

        Assert.That(model.Batches.Select(batch => batch.Length), Is.EqualTo(new[] { 8, 4, 4, 4, 4 }));
    }

    [Test]
    public async Task An_example_that_alone_is_too_large_is_the_models_own_error()
    {
        var model = new LengthModel(new BatchOptions()) { Memory = 4 };

        var error = await Assert.ThrowsAsync<ModelOutOfMemoryException>(
            async () => await model.PredictTableAsync(LengthModel.Dataset(["abc", "abcde"])));

        Assert.That(error!.Message, Is.EqualTo("too large"));
    }

    [Test]
    public async Task Progress_counts_the_predictions_that_are_there()
    {
        var progress = new CollectingProgress();

        await new LengthModel(new BatchOptions { MaxBatchSize = 2 })
            .PredictTableAsync(LengthModel.Dataset(["a", "b", "c"]), progress, CancellationToken.None);

        Assert.That(progress.Reports, Is.EqualTo(new[] { new LitProgress(2, 3), new LitProgress(3, 3) }));
    }

    [Test]
    public async Task A_cancelled_run_stops_before_the_next_batch()
    {
        using var source = new CancellationTokenSource();
        var model = new LengthModel(new BatchOptions { MaxBatchSize = 1 }) { Fails = _ => { source.Cancel(); return null; } };

        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await model.PredictTableAsync(LengthModel.Dataset(["a", "b", "c"]), source.Token));

        Assert.That(model.Batches, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Arguments_are_checked_at_the_call()
        => Assert.That(() => new LengthModel(new BatchOptions()).PredictAsync(null!), Throws.ArgumentNullException);

    [Test]
    public async Task A_model_that_loses_a_prediction_is_named_with_the_numbers()
    {
        var error = await Assert.ThrowsAsync<LitException>(
            async () => await new Scripted(new() { ["n"] = new Integer() }, []).PredictTableAsync(LengthModel.Dataset(["a"])));

        Assert.That(error!.Message, Is.EqualTo("Model 'Scripted': expected 1 predictions, one for each example, found 0."));
    }

    [TestCase("text", "Model 'Scripted', prediction 1, field 'n': expected a value of Integer (Int64), found String. Change the model's output or its OutputSpec.")]
    [TestCase(null, "Model 'Scripted', prediction 1, field 'n': expected a value of Integer (Int64), found null. Change the model's output or its OutputSpec.")]
    public async Task A_prediction_that_is_not_what_the_spec_says_is_named_with_its_row_and_field(object? value, string message)
    {
        Example[] outputs = [new([new("n", 1L)]), new([new("n", value)])];

        var error = await Assert.ThrowsAsync<LitException>(async () => await new Scripted(new() { ["n"] = new Integer() }, outputs)
            .PredictTableAsync(LengthModel.Dataset(["a", "b"])));

        Assert.That(error!.Message, Is.EqualTo(message));
    }

    [Test]
    public async Task A_field_that_is_not_required_may_be_missing()
    {
        Example[] outputs = [new([new("n", 1L)]), new([])];

        var table = await new Scripted(new() { ["n"] = new Integer { Required = false } }, outputs)
            .PredictTableAsync(LengthModel.Dataset(["a", "b"]));

        Assert.That(table["n"].IsNull(1), Is.True);
        Assert.That(table[1].ContainsKey("n"), Is.False);
    }

    private static LengthModel Model((int[] Lengths, int Size, int Memory) given) => new(new BatchOptions
    {
        MaxBatchSize = given.Size,
        LookAheadBatches = 2,
        Length = example => example.Get<string>("t").Length,
    })
    {
        Memory = given.Memory,
    };

    private static IEnumerable<string> Texts(IEnumerable<int> lengths) => lengths.Select(length => new string('x', length));

    private sealed class Scripted(Spec outputSpec, Example[] outputs) : Model
    {
        public override Spec InputSpec => LengthModel.Texts;

        public override Spec OutputSpec => outputSpec;

        public override IAsyncEnumerable<Example> PredictAsync(IEnumerable<Example> inputs, CancellationToken cancellationToken = default)
            => outputs.ToAsyncEnumerable();
    }
}
