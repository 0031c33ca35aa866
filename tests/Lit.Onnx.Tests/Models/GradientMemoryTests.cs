using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

/// <summary>How much memory gradients take, what they do when it is little, and that the answers stay.</summary>
[NonParallelizable]
public sealed class GradientMemoryTests
{
    private const int Width = 1 << 17;
    private const long Megabyte = 1 << 20;

    private static readonly GradientRequest Gradient = new() { Target = Target.Regression };

    private static readonly PathRequest Path = new() { Target = Target.Regression, Rule = Rules.GaussLegendre(8) };

    [TestCase(32)]
    [TestCase(48)]
    public async Task What_is_foretold_is_within_half_of_what_the_process_takes(int rows)
    {
        using OnnxModel model = Chain(layers: 12);
        Example[] batch = Examples(rows);
        await model.GradientsAsync(Examples(1), Gradient).ToArrayAsync();
        MemoryEstimate estimate = model.EstimateMemory(Path with { Rule = Rules.GaussLegendre(rows), MaxRows = rows }, batch[..1]);
        long before = Settled();

        float[] attributions = Flat(await model.IntegrateAsync(
            batch[..1], Path with { Rule = Rules.GaussLegendre(rows), MaxRows = rows }).ToArrayAsync());

        double growth = Settled() - before;
        TestContext.Out.WriteLine($"{estimate}; grown by {growth / Megabyte:F0} MiB");
        Assert.That(attributions, Has.All.Matches<float>(float.IsFinite));
        Assert.That(estimate.Rows, Is.GreaterThan(1));
        Assert.That(growth, Is.InRange(0.5 * estimate.Peak, 1.5 * estimate.Peak));
        Assert.That(estimate.Activations, Is.LessThanOrEqualTo(estimate.Peak));
    }

    [Test]
    public async Task A_budget_is_held_by_fewer_rows_and_the_answers_stay()
    {
        using OnnxModel free = Chain(layers: 12);
        using OnnxModel bound = Chain(layers: 12, budget: 30 * Megabyte);
        Example[] batch = Examples(3);
        MemoryEstimate estimate = bound.EstimateMemory(Path, batch[..1]);
        float[] expected = Flat(await free.IntegrateAsync(batch, Path).ToArrayAsync());
        await bound.IntegrateAsync(batch[..1], Path with { Rule = Rules.GaussLegendre(1) }).ToArrayAsync();
        long before = Settled();

        float[] found = Flat(await bound.IntegrateAsync(batch, Path).ToArrayAsync());

        Assert.That(estimate.Segments, Is.EqualTo(1));
        Assert.That(estimate.Peak, Is.LessThanOrEqualTo(30 * Megabyte));
        Assert.That(Settled() - before, Is.LessThan(1.5 * 30 * Megabyte));
        Assert.That(found, Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public async Task Where_one_row_is_too_large_parts_of_the_forward_pass_are_computed_twice()
    {
        using OnnxModel free = Chain(layers: 24);
        long whole = free.EstimateMemory(Gradient, Examples(1)).Peak;
        using OnnxModel bound = Chain(layers: 24, budget: whole / 2);

        MemoryEstimate estimate = bound.EstimateMemory(Gradient, Examples(1));
        InputGradient[] expected = await free.GradientsAsync(Examples(2), Gradient).ToArrayAsync();
        InputGradient[] found = await bound.GradientsAsync(Examples(2), Gradient).ToArrayAsync();
        PathIntegral[] integrals = await bound.IntegrateAsync(Examples(2), Path).ToArrayAsync();
        PathIntegral[] expectedIntegrals = await free.IntegrateAsync(Examples(2), Path).ToArrayAsync();

        Assert.That(estimate.Segments, Is.GreaterThan(1));
        Assert.That(estimate.Peak, Is.LessThanOrEqualTo(whole / 2));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.That(found[i].Gradients.ToArray(), Is.EqualTo(expected[i].Gradients.ToArray()).Within(1e-6));
        }

        Assert.That(Flat(integrals), Is.EqualTo(Flat(expectedIntegrals)).Within(1e-6));
    }

    [Test]
    public void A_budget_that_nothing_fits_into_says_how_much_is_needed()
    {
        using OnnxModel model = Chain(layers: 4, budget: 1000);

        Assert.That(
            async () => await model.GradientsAsync(Examples(2), Gradient).ToArrayAsync(),
            Throws.TypeOf<ModelOutOfMemoryException>().With.Message.Contain("at least").And.Message.Contain("1,000 bytes"));
    }

    [Test]
    public async Task Paths_run_in_smaller_parts_when_memory_runs_out()
    {
        // One row takes some megabytes, two would take terabytes.
        using OnnxModel model = Load(new SmallGraph()
            .Input("x", "batch", "3").Constant("w", [1, 2, 3], 3, 1).Constant("one", [1]).Constant("few", [1e6]).Constant("many", [1e13])
            .Constant("nought", [0])
            .Node("MatMul", ["x", "w"], "t").Node("Tanh", ["t"], "s")
            .Node("Shape", ["x"], "rows", n => { n.Set("start", 0L); n.Set("end", 1L); })
            .Node("Cast", ["rows"], "count", n => n.Set("to", 1L)).Node("Equal", ["count", "one"], "alone")
            .Node("Where", ["alone", "few", "many"], "size").Node("Cast", ["size"], "shape", n => n.Set("to", 7L)).Node("Expand", ["nought", "shape"], "wide")
            .Node("ReduceMax", ["wide"], "none", n => n.Set("keepdims", 0L))
            .Node("Add", ["s", "none"], "y").Output("y").File());
        Example[] batch = [.. Enumerable.Range(0, 3).Select(i => Row([0.1f * i, 0.2f, -0.1f]))];

        PathIntegral[] integrals = await model.IntegrateAsync(batch, Path).ToArrayAsync();

        for (int i = 0; i < batch.Length; i++)
        {
            double expected = Math.Tanh((0.1 * i) + 0.4 - 0.3);
            Assert.That(integrals[i].Total, Is.EqualTo(expected).Within(1e-5));
            Assert.That(integrals[i].CompletenessError, Is.EqualTo(0).Within(1e-5));
        }
    }

    [Test]
    public async Task Two_thousand_points_take_no_more_memory_than_fifty()
    {
        using OnnxModel model = Chain(layers: 2);
        var few = Path with { Rule = Rules.Equal(50), MaxRows = 25 };
        await model.IntegrateAsync(Examples(1), few).ToArrayAsync();
        long before = Settled();

        await model.IntegrateAsync(Examples(1), few with { Rule = Rules.Equal(2000) }).ToArrayAsync();

        Assert.That(Settled(), Is.LessThan(before * 1.1));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Cancelling_stops_an_integral_within_a_batch_and_the_model_goes_on(CancellationToken timeout)
    {
        using OnnxModel model = Chain(layers: 24);
        float[] expected = Flat(await model.IntegrateAsync(Examples(1), Path, timeout).ToArrayAsync(timeout));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(timeout);

        Task run = Task.Run(
            async () => await model.IntegrateAsync(Examples(1), Path with { Rule = Rules.Equal(100_000) }, cancel.Token)
                .ToArrayAsync(cancel.Token),
            timeout);
        await Task.Delay(100, timeout);
        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        Assert.That(
            Flat(await model.IntegrateAsync(Examples(1), Path, timeout).ToArrayAsync(timeout)), Is.EqualTo(expected));
    }

    /// <summary>A chain of tensors of half a mebibyte a row, all of which the backward pass needs.</summary>
    private static OnnxModel Chain(int layers, long? budget = null)
    {
        var graph = new SmallGraph().Input("x", "batch", $"{Width}").Constant("scale", [1.1]);
        string value = "x";
        for (int i = 0; i < layers; i++)
        {
            graph.Node("Mul", [value, "scale"], $"m{i}").Node("Tanh", [$"m{i}"], $"t{i}");
            value = $"t{i}";
        }

        return Load(
            graph.Constant("axes", [1]).Node("ReduceMean", [value], "y", n => { n.Set("axes", [1]); n.Set("keepdims", 1L); })
                .Output("y").File(),
            budget);
    }

    private static OnnxModel Load(OnnxFile file, long? budget = null) => OnnxModel.Create(file, options =>
    {
        options.Input("x", new Embeddings()).Output("y", new RegressionScore()).Run(new OnnxOptions { Threads = 1 })
            .Share(new OnnxSessionCache());
        if (budget is { } bytes)
        {
            options.Memory(bytes);
        }
    });

    private static Example[] Examples(int count) =>
        [.. Enumerable.Range(1, count).Select(i => Row([.. Enumerable.Range(0, Width).Select(k => MathF.Sin(i + k))]))];

    private static Example Row(float[] values) => new([new("x", Tensor.Create(values, [values.Length]))]);

    private static float[] Flat(IEnumerable<PathIntegral> integrals) => [.. integrals.SelectMany(i => i.Attributions)];

    private static long Settled()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
