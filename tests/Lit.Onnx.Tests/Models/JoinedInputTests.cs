using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Programs;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

/// <summary>Models with one input for each column, as scikit-learn's converter writes them: the inputs move together.</summary>
public sealed class JoinedInputTests
{
    private static readonly Example Row = new([new("age", 2.0), new("hours", 3.0), new("place", Tensor.Create<float>([4, 5]))]);

    [Test]
    public async Task Inputs_of_features_are_offered_together_and_one_by_one()
    {
        using OnnxModel model = Columns();

        Assert.That(model.GradientInputs.Select(input => input.Name), Is.EqualTo(["age, hours, place", "age", "hours", "place"]));
        Assert.That(model.GradientInputs[0].Kind, Is.EqualTo(GradientInputKind.Values));
        Assert.That(model.GradientInputs[0].Columns.Select(column => column.Field), Is.EqualTo(["age", "hours", "place[0]", "place[1]"]));

        InputGradient together = (await model.GradientsAsync([Row], new() { Target = Target.Regression }).ToArrayAsync())[0];

        Assert.That(GoldenJson.Floats(together.Values), Is.EqualTo([2, 3, 4, 5]));
        Assert.That(GoldenJson.Floats(together.Gradients), Is.EqualTo([9, 12, 5, 4]), "of age · hours² + place₀ · place₁");
        foreach (var (name, expected) in ((string, float[])[])[("age", [9]), ("hours", [12]), ("place", [5, 4]), ("place,age", [5, 4, 9])])
        {
            InputGradient some = (await model.GradientsAsync([Row], new() { Target = Target.Regression, Input = name }).ToArrayAsync())[0];
            Assert.That(GoldenJson.Floats(some.Gradients), Is.EqualTo(expected), name);
        }
    }

    [Test]
    public async Task Scores_of_a_joint_path_sum_to_the_difference_that_all_inputs_make()
    {
        using OnnxModel model = Columns();
        Example other = new([new("age", 1.0), new("hours", -1.0), new("place", Tensor.Create<float>([0, 1]))]);
        foreach (var (baseline, at) in ((Baseline, double)[])[(Baseline.Zero, 0), (Baseline.Of(other), 1), (Baseline.Constant(Tensor.Create<float>([1, -1, 0, 1])), 1)])
        {
            PathIntegral path = (await model.IntegrateAsync(
                [Row, other], new PathRequest { Target = Target.Regression, Baseline = baseline, Rule = Rules.Of("gausslegendre", 8) }).ToArrayAsync())[0];

            Assert.That(path.ValueAtInput, Is.EqualTo(38));
            Assert.That(path.ValueAtBaseline, Is.EqualTo(at));
            Assert.That(path.CompletenessError, Is.Zero.Within(1e-5));
        }

        // Along the line from zero age · hours² is 18 t³, a third of which belongs to the age.
        PathIntegral zero = (await model.IntegrateAsync(
            [Row], new PathRequest { Target = Target.Regression, Rule = Rules.Of("gausslegendre", 8) }).ToArrayAsync())[0];
        Assert.That(GoldenJson.Floats(zero.Attributions), Is.EqualTo([6, 12, 10, 10]).Within(1e-5));
    }

    [Test]
    public async Task A_probe_moves_all_inputs_at_once()
    {
        using OnnxModel model = Columns();
        IGradientProbe probe = await model.ProbeAsync(Row, new() { Target = Target.Regression });

        PointGradients found = await probe.EvaluateAsync(new float[] { 1, 1, 1, 1, 2, 1, 0, 3 }, default);

        Assert.That(found.Values.ToArray(), Is.EqualTo([2, 2]));
        Assert.That(found.Gradients.ToArray(), Is.EqualTo([1, 2, 1, 1, 1, 4, 3, 0]));
        Assert.That(await probe.BaselineAsync(Baseline.Of(Row), default), Is.EqualTo([2, 3, 4, 5]));
    }

    [Test]
    public void Coverage_goes_on_behind_where_the_inputs_are_put_together()
    {
        using OnnxModel model = Columns();

        Assert.That(model.Coverage().Select(node => node.Operator), Has.Member("Mul"));
        Assert.That(model.CheckGradient(new() { Target = Target.Regression }).IsCompatible, Is.True);
    }

    private static OnnxModel Columns() => OnnxModel.Create(
        new SmallGraph()
            .Input("age", "batch", "1")
            .Input("hours", "batch", "1")
            .Input("place", "batch", "2")
            .Constant("left", [1, 0], 2, 1)
            .Constant("right", [0, 1], 2, 1)
            .Node("Mul", ["hours", "hours"], "squared")
            .Node("Mul", ["age", "squared"], "work")
            .Node("MatMul", ["place", "left"], "west")
            .Node("MatMul", ["place", "right"], "east")
            .Node("Mul", ["west", "east"], "area")
            .Node("Add", ["work", "area"], "y").Output("y")
            .File(),
        options => options
            .Input("age", InputColumn.Number("age"))
            .Input("hours", InputColumn.Number("hours"))
            .Output("y", new RegressionScore()));
}
