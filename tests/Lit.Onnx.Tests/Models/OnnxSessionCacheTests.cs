using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Protos;
using Lit.Onnx.Runtime;
using NUnit.Framework;

namespace Lit.Onnx.Models;

public sealed class OnnxSessionCacheTests
{
    private static readonly string[] Labels = ["negative", "positive"];
    private static readonly Example[] Texts = [.. ((string[])["a warm and funny film", "dull", "neither good nor bad"])
        .Select((text, i) => new Example([new("text", text), new("label", Labels[i % 2])]))];

    private static readonly PathRequest Path = new()
    {
        Target = Target.Logit("positive"),
        Rule = Rules.GaussLegendre(6),
    };

    [Test]
    public async Task Two_loads_of_a_file_share_sessions_until_the_last_is_disposed()
    {
        var cache = new OnnxSessionCache();
        TextClassifier first = await Load(cache);
        int sessions = cache.SessionCount;
        TextClassifier second = await Load(cache);
        PathIntegral[] integrals = await second.IntegrateAsync(Texts, Path).ToArrayAsync();
        int withPath = cache.SessionCount;
        float[] same = Flat(await first.IntegrateAsync(Texts, Path).ToArrayAsync());

        Assert.That(sessions, Is.EqualTo(1));
        Assert.That(cache.SessionCount, Is.EqualTo(withPath));
        Assert.That(cache.ModelCount, Is.EqualTo(1));
        Assert.That(same, Is.EqualTo(Flat(integrals)));
        Assert.That(
            first.File.Model.Graph.Initializer[0].RawData, Is.SameAs(second.File.Model.Graph.Initializer[0].RawData));

        second.Dispose();
        second.Dispose();
        Assert.That(Flat(await first.IntegrateAsync(Texts, Path).ToArrayAsync()), Is.EqualTo(same));

        first.Dispose();
        Assert.That(cache.SessionCount, Is.Zero);
        Assert.That(cache.ModelCount, Is.Zero);
    }

    [Test]
    public async Task Sessions_beyond_the_capacity_are_unloaded_and_loaded_again_when_needed()
    {
        var cache = new OnnxSessionCache(capacity: 1);
        using TextClassifier model = await Load(cache);
        float[] expected = Flat(await model.IntegrateAsync(Texts, Path).ToArrayAsync());

        for (int i = 0; i < 3; i++)
        {
            await model.GradientsAsync(Texts, new GradientRequest()).ToArrayAsync();
            Assert.That(Flat(await model.IntegrateAsync(Texts, Path).ToArrayAsync()), Is.EqualTo(expected));
            Assert.That(cache.SessionCount, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Models_may_be_loaded_used_and_disposed_by_many_threads_at_a_time()
    {
        var cache = new OnnxSessionCache(capacity: 2);
        float[] expected;
        using (TextClassifier alone = await Load(new OnnxSessionCache()))
        {
            expected = Flat(await alone.IntegrateAsync(Texts, Path).ToArrayAsync());
        }

        float[][] found = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            using TextClassifier model = await Load(cache);
            if (i % 3 == 0)
            {
                await model.GradientsAsync(Texts, new GradientRequest()).ToArrayAsync();
            }

            return Flat(await model.IntegrateAsync(Texts, Path).ToArrayAsync());
        })));

        foreach (float[] attributions in found)
        {
            Assert.That(attributions, Is.EqualTo(expected));
        }

        Assert.That(cache.SessionCount, Is.Zero);
        Assert.That(cache.ModelCount, Is.Zero);
    }

    [Test]
    public void Other_weights_under_the_same_names_are_another_model()
    {
        byte[] bytes = File.ReadAllBytes(TestFiles.Model("review-sentiment", "model.onnx"));
        OnnxFile file = OnnxFile.Parse(bytes);
        OnnxFile other = OnnxFile.Parse(bytes);
        other.Model.Graph.Initializer[0].RawData = Google.Protobuf.ByteString.CopyFrom(
            new byte[other.Model.Graph.Initializer[0].RawData.Length]);
        var cache = new OnnxSessionCache();

        using SharedModel a = cache.Open(file);
        using SharedModel b = cache.Open(OnnxFile.Parse(other.ToBytes()));

        Assert.That(a, Is.Not.SameAs(b));
    }

    [Test]
    public async Task Weights_beside_the_model_are_shared_and_give_the_same_numbers()
    {
        string path = WithWeightsBeside(OnnxFile.Load(TestFiles.Model("review-sentiment", "model.onnx")));
        using TextClassifier inside = await Load(new OnnxSessionCache());
        using TextClassifier beside = await Load(new OnnxSessionCache(), path);

        float[] expected = Flat(await inside.IntegrateAsync(Texts, Path).ToArrayAsync());
        float[] found = Flat(await beside.IntegrateAsync(Texts, Path).ToArrayAsync());

        Assert.That(found, Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    [NonParallelizable]
    public void A_hundred_megabytes_of_weights_are_not_copied_for_every_program()
    {
        // Weights, the kernels' copy of them, and that of their transposes are shared by all programs.
        const int Width = 1536;
        const int Layers = 11;
        const long Megabyte = 1 << 20;
        var graph = new SmallGraph().Input("x", "batch", $"{Width}");
        string value = "x";
        for (int layer = 0; layer < Layers; layer++)
        {
            var weights = Enumerable.Range(0, Width * Width).Select(i => (((i * 7919L) % 10007) / 10007.0 * 0.04) - 0.02);
            graph.Constant($"w{layer}", [.. weights], Width, Width)
                .Node("MatMul", [value, $"w{layer}"], $"p{layer}").Node("Tanh", [$"p{layer}"], $"t{layer}");
            value = $"t{layer}";
        }

        OnnxFile file = graph.Output(value).File();
        long size = file.Model.Graph.Initializer.Sum(tensor => (long)tensor.RawData.Length);
        using SharedModel model = new OnnxSessionCache().Open(file);
        DifferentiableModel differentiable = model.Differentiable(GradientRules.Default, out _);
        Run(model, differentiable, ProgramTargetKind.Value, path: false);
        Run(model, differentiable, ProgramTargetKind.Value, path: true);
        long before = Settled();

        foreach (var kind in (ProgramTargetKind[])[ProgramTargetKind.Logit, ProgramTargetKind.Probability, ProgramTargetKind.Loss])
        {
            Run(model, differentiable, kind, path: false);
            Run(model, differentiable, kind, path: true);
        }

        long growth = Settled() - before;
        TestContext.Out.WriteLine($"weights {size / Megabyte} MiB, six more sessions {growth / (double)Megabyte:F1} MiB");
        Assert.That(size, Is.GreaterThan(95 * Megabyte));
        Assert.That(growth, Is.LessThan(size / 2));
    }

    [Test]
    public void A_capacity_has_to_be_positive() =>
        Assert.That(() => new OnnxSessionCache(0), Throws.TypeOf<ArgumentOutOfRangeException>());

    private static Task<TextClassifier> Load(OnnxSessionCache cache, string? path = null) => TextClassifier.LoadAsync(
        path ?? TestFiles.Model("review-sentiment", "model.onnx"),
        TestFiles.Model("review-sentiment", "tokenizer.json"),
        Labels,
        new TextClassifierOptions { Sessions = cache, Runtime = new OnnxOptions { Threads = 1 } });

    private static void Run(SharedModel model, DifferentiableModel differentiable, ProgramTargetKind kind, bool path)
    {
        CutPoint cut = differentiable.FindCut(null);
        var target = new ProgramTarget(null, kind);
        GradientProgram program = path
            ? PathProgramBuilder.Build(differentiable, cut, target, new PathOptions(PerElement: true))
            : GradientProgramBuilder.Build(differentiable, cut, target);
        var options = new OnnxOptions { Threads = 1, UseMemoryPattern = false };
        OnnxSession session = model.Session($"{kind} {path}", options, () => program);
        using Runner runner = session.Rent();
        foreach (var (input, index) in session.Inputs.Select((input, index) => (input, index)))
        {
            long[] shape = [.. input.Shape.Select(d => d.Size ?? 1)];
            if (input.IsFloatingPoint)
            {
                runner.Input<float>(index, shape).Fill(0.5f);
            }
            else
            {
                runner.Input<long>(index, shape).Clear();
            }
        }

        runner.Output(0);
        runner.Run(default);
    }

    private static long Settled()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }

    private static string WithWeightsBeside(OnnxFile file)
    {
        string folder = Directory.CreateTempSubdirectory("lit-weights-").FullName;
        using (var weights = File.Create(System.IO.Path.Combine(folder, "weights.bin")))
        {
            foreach (var tensor in file.Model.Graph.Initializer.Where(t => t.RawData.Length > 1024))
            {
                tensor.DataLocation = TensorProto.Types.DataLocation.External;
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{weights.Position}" });
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{tensor.RawData.Length}" });
                tensor.RawData.WriteTo(weights);
                tensor.ClearRawData();
            }
        }

        string path = System.IO.Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(path, file.ToBytes());
        return path;
    }

    private static float[] Flat(IEnumerable<PathIntegral> integrals) =>
        [.. integrals.SelectMany(integral => integral.Attributions)];
}
