using Lit.Onnx.Graph;
using NUnit.Framework;

namespace Lit.Onnx.Programs;

/// <summary>What the rewriting of a graph keeps, and what it does not add.</summary>
public sealed class RewrittenForwardTests
{
    private static readonly string[] Files =
        ["zoo/bert/model.onnx", "zoo/bert/model-dynamo.onnx", "review-sentiment/model.onnx", "fashion-cnn/model.onnx"];

    private static IEnumerable<string> AllFiles => Directory
        .EnumerateFiles(TestFiles.Model(), "*.onnx", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(TestFiles.Model(), file)).Order(StringComparer.Ordinal);

    [Test]
    public void The_forward_pass_of_a_program_gives_what_the_model_gives([ValueSource(nameof(Files))] string file)
    {
        DifferentiableModel model = Load(file);
        string output = TargetNodes.FindOutput(model.Copy(), new(null, ProgramTargetKind.Value));
        GradientProgram program = GradientProgramBuilder.Build(
            model, model.FindCut(null), new(output, ProgramTargetKind.Logit), modelOutputs: [output]);
        using var original = new ProgramRunner(model.File.ToBytes(), model.File.Inputs, model.File.Outputs);
        using var rewritten = new ProgramRunner(program);
        var feeds = Feeds(model);

        Assert.That(rewritten.Run(feeds)[output].RelativeError(original.Run(feeds)[output]), Is.LessThan(1e-5));
    }

    [Test]
    public void No_node_makes_the_gradient_of_a_weight()
    {
        int models = 0;
        foreach (string file in AllFiles)
        {
            GradientProgram program;
            OnnxGraph graph;
            try
            {
                var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model(file)));
                program = GradientProgramBuilder.Build(model, model.FindCut(null), new(null, ProgramTargetKind.WeightedSum));
                graph = new OnnxGraph(OnnxFile.Parse(program.Model));
            }
            catch (Lit.Types.LitException)
            {
                // A model without a gradient, or a file that is meant to be refused.
                continue;
            }

            models++;
            var constant = graph.Proto.Initializer.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
            var weights = graph.Proto.Node.Where(n => n.OpType is "MatMul" or "FusedMatMul" or "Gemm" or "Conv" && constant.Contains(n.Input[1]))
                .Select(n => string.Join(',', graph.Constant(n.Input[1])!.Dims)).ToHashSet(StringComparer.Ordinal);
            foreach (var node in graph.Proto.Node)
            {
                if (node.AllInputs().All(i => i.Length == 0 || constant.Contains(i)))
                {
                    constant.UnionWith(node.Output);
                }
                else if (graph.Facts[node.Output[0]].FixedShape is { Length: >= 2 } shape)
                {
                    Assert.That(weights, Does.Not.Contain(string.Join(',', shape)), $"{file}: {node.Name}");
                }
            }
        }

        Assert.That(models, Is.GreaterThan(20));
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
