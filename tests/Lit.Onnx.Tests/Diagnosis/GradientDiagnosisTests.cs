using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Graph;
using Lit.Onnx.Models;
using Lit.Onnx.Programs;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Diagnosis;

/// <summary>Where NaN and infinity come from.</summary>
public sealed class GradientDiagnosisTests
{
    [Test]
    public void A_sound_example_has_no_origins()
    {
        using var model = Sum(graph => graph.Node("Tanh", ["x"], "t"));

        var diagnosis = model.Diagnose(Row(1, 2, 3), Request);

        Assert.That(diagnosis.IsFinite, Is.True);
        Assert.That(diagnosis.Origins, Is.Empty);
        Assert.That(diagnosis.ToString(), Does.StartWith("finite: value 'lit_value' [1] from 2.721 to 2.721, gradient 'lit_gradient' [1, 3] from"));
    }

    [Test]
    public void The_first_node_that_makes_a_nan_is_named_with_the_range_of_its_inputs()
    {
        using var model = Sum(graph => graph.Node("Log", ["x"], "logs", n => n.Name = "take_logs").Node("Tanh", ["logs"], "u").Node("Mul", ["u", "u"], "t"));

        var diagnosis = model.Diagnose(Row(-1, 2, 0.5f), Request);

        Assert.That(diagnosis.IsFinite, Is.False);
        Assert.That(diagnosis.Origins[0].ToString(), Is.EqualTo(
            "forward: Log at node 'take_logs' (Log) makes 'logs' [1, 3] from -0.6931 to 0.6931, 1 NaN from 'x' [1, 3] from -1 to 2."));
    }

    [Test]
    public void A_gradient_that_is_infinite_where_the_value_is_not_is_traced_to_its_node()
    {
        using var model = Sum(graph => graph.Node("Sqrt", ["x"], "t", n => n.Name = "root"));

        var diagnosis = model.Diagnose(Row(0, 2, 3), Request);

        Assert.That(diagnosis.Value.InfinityCount + diagnosis.Value.NaNCount, Is.Zero);
        Assert.That(diagnosis.IsFinite, Is.False);
        Assert.That(diagnosis.Origins[0].Pass, Is.EqualTo(DiagnosedPass.Backward));
        Assert.That(diagnosis.Origins[0].Node, Is.EqualTo("the gradient of node 'root' (Sqrt)"));
    }

    [Test]
    public void A_weight_that_is_not_a_number_is_the_origin_itself()
    {
        using var model = Sum(graph => graph.Constant("w", [1, double.NaN, 3], 3).Node("Mul", ["x", "w"], "t"));

        var diagnosis = model.Diagnose(Row(1, 2, 3), Request);

        Assert.That(diagnosis.Origins[0].ToString(), Is.EqualTo("forward: Constant at 'w' makes 'w' [3] from 1 to 3, 1 NaN."));
    }

    [Test]
    public void A_number_that_overflows_is_found_beside_a_mask_that_is_infinite_on_purpose()
    {
        using var model = Sum(graph => graph.Constant("mask", [0, 0, double.NegativeInfinity], 3)
            .Node("Exp", ["x"], "grown", n => n.Name = "grow").Node("Add", ["grown", "mask"], "masked").Node("Tanh", ["masked"], "t"));

        var diagnosis = model.Diagnose(Row(1000, 2, 3), Request);

        Assert.That(diagnosis.Origins[0].Node, Is.EqualTo("node 'grow' (Exp)").Or.EqualTo("the gradient of node 'grow' (Exp)"));
        Assert.That(diagnosis.Origins.Select(o => o.Output.Name), Does.Contain("grown").And.Not.Contain("mask"));
    }

    [Test]
    public void An_input_that_is_not_a_number_is_the_origin_itself()
    {
        using var model = Sum(graph => graph.Node("Tanh", ["x"], "t"));

        Assert.That(model.Diagnose(Row(1, float.NaN, 3), Request).Origins[0].Operator, Is.EqualTo("Input"));
    }

    [Test]
    public async Task Text_models_are_diagnosed_like_all_others()
    {
        using var model = await TextClassifier.LoadAsync(
            TestFiles.Model("review-sentiment", "model.onnx"), TestFiles.Model("review-sentiment", "tokenizer.json"), ["negative", "positive"]);

        Assert.That(model.Diagnose(new Example([new("text", "a fine film")])).IsFinite, Is.True);
    }

    private static GradientRequest Request { get; } = new() { Target = Target.Regression };

    private static Example Row(params float[] values) => new([new("x", Tensor.Create(values))]);

    /// <summary>A model of one number: the sum of a value "t" that is made from three.</summary>
    private static OnnxModel Sum(Func<SmallGraph, SmallGraph> body) => OnnxModel.Create(
        body(new SmallGraph().Input("x", "batch", "3")).Integers("sum_axes", 1)
            .Node("ReduceSum", ["t", "sum_axes"], "y", node => node.Set("keepdims", 0L)).Output("y").File(),
        options => options.Output("y", new RegressionScore()));
}
