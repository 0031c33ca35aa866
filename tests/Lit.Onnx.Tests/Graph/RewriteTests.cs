using Google.Protobuf;
using Lit.Onnx.Programs;
using Lit.Onnx.Protos;
using NUnit.Framework;

namespace Lit.Onnx.Graph;

/// <summary>Rewrites that make a model ready for gradients, each against the model as it was.</summary>
public sealed class RewriteTests
{
    private static readonly double[] Table = [.. Enumerable.Range(0, 24).Select(i => Math.Sin(i + 1))];

    [Test]
    public void Word_embeddings_are_found_in_the_operator_that_the_runtime_fuses_them_into()
    {
        var fused = Embeddings().Node("EmbedLayerNormalization", ["ids", "segments", "words", "places", "kinds", "scale", "shift", "mask"], ["e", "lengths"], n => n.Set("epsilon", 1e-5f), Operators.Microsoft)
            .Node("ReduceMean", ["e", "one"], "y", n => n.Set("keepdims", 0L)).Build("y");
        var plain = Embeddings().Node("Gather", ["words", "ids"], "w").Node("Gather", ["kinds", "segments"], "k").Integers("rows", 0, 1, 2)
            .Node("Gather", ["places", "rows"], "p").Node("Add", ["w", "p"], "wp").Node("Add", ["wp", "k"], "s")
            .Node("LayerNormalization", ["s", "scale", "shift"], "e", n => n.Set("epsilon", 1e-5f))
            .Node("ReduceMean", ["e", "one"], "y", n => n.Set("keepdims", 0L)).Build("y");
        var feeds = new Dictionary<string, Numbers>
        {
            ["ids"] = new([0, 3, 5, 2, 2, 1], [2, 3]),
            ["segments"] = new([0, 1, 1, 0, 0, 1], [2, 3]),
            ["mask"] = new([1, 1, 1, 1, 1, 0], [2, 3]),
            [ProgramNames.Class] = new([1, 3], [2]),
        };

        var (expected, _) = Gradient(plain, feeds);
        var (actual, cut) = Gradient(fused, feeds);

        Assert.That(cut.Kind, Is.EqualTo(CutPointKind.TokenEmbeddings));
        Assert.That(cut.Input, Is.EqualTo("ids"));
        Assert.That(actual.RelativeError(expected), Is.LessThan(1e-6));
    }

    [TestCase(OnnxElementType.Float16)]
    [TestCase(OnnxElementType.BFloat16)]
    public void A_model_of_16_bits_has_the_gradient_of_its_weights_in_32_bits(OnnxElementType type)
    {
        double[] weights = [0.5, -0.25, 0.75, 1, -0.5, 0.25];
        var narrow = new QuantizedModel(type).Of(weights);
        var wide = new QuantizedModel(OnnxElementType.Float).Of(weights);
        var feeds = new Dictionary<string, Numbers>
        {
            ["x"] = new([0.5, -1, 2, 1.5, 0.25, -0.75], [2, 3]),
            [ProgramNames.Class] = new([1, 0], [2]),
        };

        var (expected, _) = Gradient(wide, feeds);
        var (actual, _) = Gradient(narrow, feeds);

        Assert.That(actual.RelativeError(expected), Is.LessThan(type == OnnxElementType.Float16 ? 2e-3 : 2e-2));
    }

    [Test]
    public void Probabilities_in_a_map_are_explained_as_numbers()
    {
        var model = new DifferentiableModel(OnnxFile.Parse(WithMap().ToByteArray()));
        var program = GradientProgramBuilder.Build(model, model.FindCut("x"), new("probabilities", ProgramTargetKind.Value));
        using var runner = new ProgramRunner(program);

        var results = runner.Run(new Dictionary<string, Numbers>
        {
            ["x"] = new([0.5, -1], [1, 2]),
            [ProgramNames.Class] = new([1], [1]),
        });

        double p = 1 / (1 + Math.Exp(-(1 + 0.5)));
        Assert.That(results[ProgramNames.Value].Values[0], Is.EqualTo(p).Within(1e-6));
        Assert.That(results[ProgramNames.Gradient].Values, Is.EqualTo(new[] { 2 * p * (1 - p), -0.5 * p * (1 - p) }).Within(1e-6));
    }

    private static Autodiff.QuantizedGraph Embeddings() => new Autodiff.QuantizedGraph(18)
        .Whole("ids", 2, 3).Whole("segments", 2, 3).Whole("mask", 2, 3)
        .Numbers("words", Table, 6, 4).Numbers("places", Table[..12], 3, 4).Numbers("kinds", Table[4..12], 2, 4)
        .Numbers("scale", [1, 0.5, 2, 1], 4).Numbers("shift", [0, 0.1, 0, -0.1], 4).Integers("one", 1);

    private static ModelProto WithMap()
    {
        var graph = new Autodiff.QuantizedGraph(18).Input("x", 1, 2)
            .Node("LinearClassifier", ["x"], ["label", "scores"], n =>
            {
                n.SetFloats("coefficients", [2, -0.5f]);
                n.SetFloats("intercepts", [0]);
                n.Set("classlabels_ints", [0, 1]);
                n.Set("post_transform", "LOGISTIC");
            }, Operators.MachineLearning)
            .Node("ZipMap", ["scores"], "probabilities", n => n.Set("classlabels_int64s", [0, 1]), Operators.MachineLearning);
        var model = graph.Build("probabilities");
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Operators.MachineLearning, Version = 3 });
        model.Graph.Output[0].Type = null;
        return model;
    }

    private static (Numbers Gradient, CutPoint Cut) Gradient(ModelProto proto, Dictionary<string, Numbers> feeds)
    {
        var model = new DifferentiableModel(OnnxFile.Parse(proto.ToByteArray()));
        var cut = model.FindCut(null);
        using var runner = new ProgramRunner(GradientProgramBuilder.Build(model, cut, new("y", ProgramTargetKind.Value)));
        return (runner.Run(feeds)[ProgramNames.Gradient], cut);
    }

    /// <summary>A small net whose weights and inner values have one element type, with inputs and outputs of 32 bits.</summary>
    private sealed class QuantizedModel(OnnxElementType type)
    {
        public ModelProto Of(double[] weights)
        {
            var model = new Autodiff.QuantizedGraph(18).Input("x", 2, 3)
                .Node("Cast", ["x"], "h", n => n.Set("to", (long)type))
                .Constant("w", type, weights, 3, 2).Constant("two", type, [2])
                .Node("MatMul", ["h", "w"], "m").Node("Mul", ["m", "two"], "d").Node("Tanh", ["d"], "t")
                .Node("Softmax", ["t"], "s", n => n.Set("axis", -1L)).Node("Cast", ["s"], "y", n => n.Set("to", 1L));
            return model.Build("y");
        }
    }
}
