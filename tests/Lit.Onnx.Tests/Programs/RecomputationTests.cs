using Lit.Onnx.Graph;
using NUnit.Framework;

namespace Lit.Onnx.Programs;

public sealed class RecomputationTests
{
    private static readonly string[] Files =
        ["zoo/bert/model.onnx", "zoo/bert/model-dynamo.onnx", "review-sentiment/model.onnx", "fashion-cnn/model.onnx"];

    [Test]
    public void Gradients_are_the_same_however_many_parts_are_computed_again(
        [ValueSource(nameof(Files))] string file, [Values(2, 3, 7)] int segments)
    {
        DifferentiableModel model = Load(file);
        CutPoint cut = model.FindCut(null);
        var target = new ProgramTarget(null, ProgramTargetKind.Logit);
        using var whole = new ProgramRunner(GradientProgramBuilder.Build(model, cut, target));
        using var split = new ProgramRunner(GradientProgramBuilder.Build(model, cut, target, segments: segments));

        var feeds = Feeds(model);
        var expected = whole.Run(feeds);
        var found = split.Run(feeds);

        Assert.That(found[ProgramNames.Value].Values, Is.EqualTo(expected[ProgramNames.Value].Values).Within(1e-6));
        Assert.That(found[ProgramNames.Gradient].RelativeError(expected[ProgramNames.Gradient]), Is.LessThan(1e-6));
    }

    [Test]
    public void Attributions_are_the_same_however_many_parts_are_computed_again([ValueSource(nameof(Files))] string file)
    {
        DifferentiableModel model = Load(file);
        CutPoint cut = model.FindCut(null);
        var target = new ProgramTarget(null, ProgramTargetKind.Logit);
        var rule = PathRules.GaussLegendre(4);
        var feeds = Feeds(model);
        feeds[ProgramNames.Baseline] = Numbers.Filled(0, [.. cut.Shape!.Select(_ => 1L)]);

        using var whole = new ProgramRunner(PathProgramBuilder.Build(model, cut, target, new()));
        using var split = new ProgramRunner(PathProgramBuilder.Build(model, cut, target, new(Segments: 4)));

        Assert.That(
            PathRules.Integrate(split, feeds, rule).RelativeError(PathRules.Integrate(whole, feeds, rule)), Is.LessThan(1e-6));
    }

    [Test]
    public void More_parts_take_less_memory()
    {
        DifferentiableModel model = Load("review-sentiment/model.onnx");
        CutPoint cut = model.FindCut(null);
        var target = new ProgramTarget(null, ProgramTargetKind.Logit);
        var sizes = new RunSizes(8, 1, 128);

        double[] peaks = [.. ((int[])[1, 2, 4]).Select(segments => GradientProgramBuilder
            .Build(model, cut, target, segments: segments).Memory.Value.Evaluate(sizes).Peak)];

        Assert.That(peaks, Is.Ordered.Descending);
        Assert.That(peaks[2], Is.LessThan(peaks[0] * 0.75));
    }

    private static DifferentiableModel Load(string file) =>
        new(OnnxFile.Load(TestFiles.Model(file.Split('/'))));

    private static Dictionary<string, Numbers> Feeds(DifferentiableModel model)
    {
        var feeds = new Dictionary<string, Numbers>();
        foreach (var input in model.File.Inputs)
        {
            long[] shape = [.. input.Shape!.Select((d, i) => d.Size ?? (i == 0 ? 2 : 6))];
            long count = shape.Aggregate(1L, (a, b) => a * b);
            feeds[input.Name] = input.ElementType == OnnxElementType.Float
                ? new([.. Enumerable.Range(0, (int)count).Select(i => Math.Sin(i))], shape)
                : input.Name.Contains("ids", StringComparison.Ordinal) && !input.Name.Contains("type", StringComparison.Ordinal)
                    ? new([.. Enumerable.Range(0, (int)count).Select(i => (double)(3 + (i * 7 % 50)))], shape)
                    : Numbers.Filled(input.Name.Contains("mask", StringComparison.Ordinal) ? 1 : 0, shape);
        }

        feeds[ProgramNames.Class] = Numbers.Filled(1, 2);
        return feeds;
    }
}
