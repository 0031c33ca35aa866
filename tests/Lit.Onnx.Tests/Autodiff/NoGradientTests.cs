using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using NUnit.Framework;

namespace Lit.Onnx.Autodiff;

/// <summary>Steps that end a gradient are named with node and reason; no zero takes its place.</summary>
public sealed class NoGradientTests
{
    [TestCase("ArgMax", "its result is a position")]
    [TestCase("Floor", "it is constant between jumps")]
    [TestCase("Sign", "it is constant between jumps")]
    [TestCase("IsNaN", "its result is true or false")]
    public void An_operator_without_a_gradient_on_the_only_path_is_named_with_its_node(string op, string reason)
    {
        var model = new SmallGraph().Input("x", "batch", "3")
            .Node(op, ["x"], "step", node => node.Name = "the_step").Node("Cast", ["step"], "y", node => node.Set("to", 1L)).Output("y").Model();

        Assert.That(
            () => GradientProgramBuilder.Build(model, model.FindCut(null), new(null, ProgramTargetKind.Value)),
            Throws.TypeOf<UnsupportedOperatorException>().With.Message.Contains($"ends on the way: {op} at 'the_step': {reason}")
                .And.Message.Contains("Choose another output or another value, or use a method that perturbs the input"));
    }

    [Test]
    public void A_change_to_whole_numbers_on_the_only_path_is_named_with_its_node()
    {
        var model = new SmallGraph().Input("x", "batch", "3")
            .Node("Cast", ["x"], "whole", node => { node.Name = "to_whole"; node.Set("to", 7L); }).Node("Cast", ["whole"], "y", node => node.Set("to", 1L))
            .Output("y").Model();

        Assert.That(
            () => GradientProgramBuilder.Build(model, model.FindCut(null), new(null, ProgramTargetKind.Value)),
            Throws.TypeOf<UnsupportedOperatorException>().With.Message.Contains("Cast at 'to_whole': its result is not a floating point number"));
    }

    [Test]
    public void Inputs_of_whole_numbers_that_look_nothing_up_leave_nothing_to_differentiate_by()
    {
        var model = new SmallGraph().Input("counts", OnnxElementType.Int64, "batch", "3")
            .Node("Cast", ["counts"], "y", node => node.Set("to", 1L)).Output("y").Model();

        Assert.That(
            () => model.FindCut(null),
            Throws.TypeOf<UnsupportedOperatorException>().With.Message.Contains(
                "expected a floating point input or a look-up of token embeddings to differentiate by, found neither; name a value of the model"));
        Assert.That(
            () => model.FindCut("counts"),
            Throws.TypeOf<UnsupportedOperatorException>().With.Message.Contains("found that 'counts' holds Int64"));
    }

    [Test]
    public void Outputs_of_whole_numbers_cannot_be_explained()
    {
        var model = new SmallGraph().Input("x", "batch", "3").Node("ArgMax", ["x"], "label", node => node.Set("axis", 1L))
            .Output("label", OnnxElementType.Int64).Model();

        Assert.That(
            () => GradientProgramBuilder.Build(model, model.FindCut(null), new(null, ProgramTargetKind.Logit)),
            Throws.TypeOf<UnsupportedOperatorException>().With.Message.Contains("class numbers alone have no gradient"));
    }
}
