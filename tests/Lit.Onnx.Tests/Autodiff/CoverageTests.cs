using System.Runtime.InteropServices;
using System.Text.Json;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Autodiff;

/// <summary>What can be differentiated, how that is said, and how it is extended.</summary>
public sealed class CoverageTests
{
    [Test]
    public void Coverage_names_the_rule_of_every_operator_between_embeddings_and_logits()
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("zoo", "bert", "model.onnx")));

        var coverage = model.Coverage();

        Assert.That(coverage.Where(c => c.Status == CoverageStatus.Unsupported), Is.Empty);
        Assert.That(coverage.Where(c => c.Status == CoverageStatus.Differentiated).Select(c => c.Detail), Is.SupersetOf(new[] { "MatMulRule", "SoftmaxRule", "LayerNormalizationRule", "GemmRule" }));
        Assert.That(coverage.First(c => c.Operator == "Softmax").Node, Does.Contain("Softmax"));
    }

    [Test]
    public void All_operators_without_a_rule_are_named_at_once_with_node_opset_and_remedy()
    {
        var model = new SmallGraph().Input("x", "batch", "3")
            .Node("Unique", ["x"], "u").Node("Reshape", ["u", "shape"], "r").Integers("shape", 1, -1)
            .Node("SplitToSequence", ["r"], "s").Node("ConcatFromSequence", ["s"], "c", n => n.Set("axis", 0L))
            .Node("Reshape", ["c", "shape"], "y").Output("y").Model();

        var error = Assert.Throws<UnsupportedOperatorException>(() =>
            GradientProgramBuilder.Build(model, model.FindCut(null), new(null, ProgramTargetKind.Value)));

        Assert.That(error!.Operators.Select(o => o.Operator), Is.EqualTo(new[] { "Unique", "SplitToSequence", "ConcatFromSequence" }));
        Assert.That(error.Message, Does.EndWith(
            "(opset 17): Unique at 'u': which elements are unique changes in jumps; "
            + "SplitToSequence at 's': it holds a sequence of tensors; export the model with tensors alone; "
            + "ConcatFromSequence at 'c': it holds a sequence of tensors; export the model with tensors alone. Register a rule with GradientRules.With, "
            + "differentiate by a value behind these nodes, or use a method that perturbs the input instead of differentiating."));
    }

    [Test]
    public void Trees_are_refused_with_the_methods_that_work()
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("zoo", "sklearn-forest", "model.onnx")));

        Assert.That(
            () => GradientProgramBuilder.Build(model, model.FindCut(null), new(null, ProgramTargetKind.Value)),
            Throws.TypeOf<UnsupportedOperatorException>().With.Message.Contains("TreeEnsembleClassifier")
                .And.Message.Contains("use a method that perturbs the input, such as Shapley values, LIME or ablation"));
    }

    [Test]
    public void A_path_that_ends_on_the_way_is_an_error_that_names_the_node_and_not_a_zero()
    {
        var model = new SmallGraph().Input("x", "batch", "3").Node("Floor", ["x"], "steps").Output("steps").Model();

        Assert.That(
            () => GradientProgramBuilder.Build(model, model.FindCut(null), new(null, ProgramTargetKind.Value)),
            Throws.TypeOf<UnsupportedOperatorException>().With.Message.EqualTo(
                "small.onnx: no gradient: every path from 'x' to 'steps' ends on the way: Floor at 'steps': it is constant between jumps. "
                + "Choose another output or another value, or use a method that perturbs the input."));
    }

    [Test]
    public void An_output_that_does_not_depend_on_the_input_is_said_to()
    {
        var model = new SmallGraph().Input("x", "batch", "3").Input("z", "batch", "3").Node("Relu", ["z"], "y").Output("y").Model();

        Assert.That(
            () => GradientProgramBuilder.Build(model, model.FindCut("x"), new(null, ProgramTargetKind.Value)),
            Throws.TypeOf<UnsupportedOperatorException>().With.Message.Contains("'y' does not depend on 'x', which lies behind it or beside it"));
    }

    [TestCase("ghost", "expected the name of a value of the model to differentiate by, found 'ghost'")]
    [TestCase("input_ids", "word_embeddings")]
    [TestCase("attention_mask", "holds Int64")]
    public void A_value_is_found_by_its_name_or_refused_with_the_choices(string name, string message)
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("zoo", "bert", "model.onnx")));
        try
        {
            Assert.That(model.FindCut(name).Name, Does.Contain(message));
        }
        catch (UnsupportedOperatorException error)
        {
            Assert.That(error.Message, Does.Contain(message));
        }
    }

    [Test]
    public void A_rule_of_the_users_own_takes_the_place_of_another_in_that_model_alone()
    {
        var golden = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden(Path.Combine("Attribution", "fashion-attribution.json")))).RootElement;
        var one = golden.GetProperty("cases")[0];
        var expected = one.GetProperty("expected").GetProperty("predicted");
        float[] recorded = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(TestFiles.Golden(Path.Combine("Attribution", "fashion-attribution.bin")))).ToArray();
        var guided = GradientRules.Default.With(string.Empty, "Relu", new GuidedRelu());
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("fashion-cnn", "model.onnx")), guided);
        using var runner = new ProgramRunner(GradientProgramBuilder.Build(model, model.FindCut(null), new("logits", ProgramTargetKind.Logit)));

        var gradient = runner.Run(new Dictionary<string, Numbers>
        {
            ["image"] = new(Numbers.Of(one.GetProperty("input").GetProperty("pixels")).Values, [1, 1, 28, 28]),
            [ProgramNames.Class] = Numbers.Filled(expected.GetProperty("target").GetDouble(), 1),
        })[ProgramNames.Gradient];

        int at = expected.GetProperty("guided_backprop").GetProperty("bin_offset").GetInt32();
        Assert.That(gradient.RelativeError(new([.. recorded.AsSpan(at, 784).ToArray().Select(v => (double)v)], gradient.Shape)), Is.LessThan(1e-4));
        Assert.That(GradientRules.Default.Find(string.Empty, "Relu"), Is.Not.InstanceOf<GuidedRelu>());
    }

    [Test]
    public void A_damaged_model_is_differentiated_or_refused_and_nothing_else()
    {
        byte[] bytes = File.ReadAllBytes(TestFiles.Model("zoo", "sklearn-mlp", "model.onnx"));
        for (int at = 0; at < bytes.Length; at += 3)
        {
            byte[] broken = [.. bytes];
            broken[at] ^= (byte)(1 << (at % 8));
            try
            {
                var model = new DifferentiableModel(OnnxFile.Parse(broken));
                GradientProgramBuilder.Build(model, model.FindCut(null), new(null, ProgramTargetKind.Value));
            }
            catch (LitException)
            {
            }
        }
    }

    /// <summary>Springenberg et al., "Striving for Simplicity", 2015: only positive cotangents of active units pass.</summary>
    private sealed class GuidedRelu : IGradientRule
    {
        public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
        {
            var graph = context.Graph;
            var passes = graph.Add("And", [context.Input(0) > 0, context.Gradient > 0]);
            return graph.WhereOrZero(passes, context.Gradient);
        });
    }
}
