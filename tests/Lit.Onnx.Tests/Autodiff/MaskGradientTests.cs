using Lit.Onnx.Programs;
using NUnit.Framework;

namespace Lit.Onnx.Autodiff;

/// <summary>Masks of −∞ leave gradients finite, and equal to those of masks that are merely large.</summary>
public sealed class MaskGradientTests
{
    private static readonly double[] X = [0.3, -1, 2, 0.5, 0.7, -0.2, 1.1, 0.4, -0.6];

    /// <summary>Rows that see all, some, and a single position.</summary>
    private static readonly double[] Some = [1, 1, 1, 1, 0, 1, 0, 0, 1];

    [TestCase("Add")]
    [TestCase("Where")]
    [TestCase("additive mask from Where")]
    public void Scores_that_are_masked_with_infinity_have_the_gradient_of_a_large_mask(string form)
    {
        var infinite = Gradient(form, Some, double.NegativeInfinity);

        Assert.That(infinite.Values, Is.All.Matches<double>(double.IsFinite));
        Assert.That(infinite.RelativeError(Gradient(form, Some, -1e30)), Is.LessThan(1e-6));
        for (int i = 0; i < Some.Length; i++)
        {
            Assert.That(Some[i] == 1 || infinite.Values[i] == 0, $"position {i} is masked and has a gradient");
        }
    }

    [TestCase("Add")]
    [TestCase("Where")]
    public void A_row_that_sees_nothing_and_is_repaired_gives_no_gradient_and_leaves_other_rows_alone(string form)
    {
        double[] seesNothing = [1, 1, 1, 0, 0, 0, 1, 0, 1];
        var repaired = Gradient(form, seesNothing, double.NegativeInfinity, repair: true);
        var others = Gradient(form, Some, double.NegativeInfinity, repair: true);

        Assert.That(repaired.Values, Is.All.Matches<double>(double.IsFinite));
        Assert.That(repaired.Values[3..6], Is.All.Zero);
        Assert.That(repaired.Values[..3], Is.EqualTo(others.Values[..3]).Within(1e-6));
    }

    [Test]
    public void LogSoftmax_of_masked_scores_is_finite_where_the_target_is_seen()
    {
        var model = Masked("Add", Some, double.NegativeInfinity).Node("LogSoftmax", ["masked"], "y").Output("y").Model();

        // The weights ask for the log-probability of the last position, which every row sees.
        var gradient = Run(model, [0, 0, 1, 0, 0, 1, 0, 0, 1], selected: true);

        Assert.That(gradient.Values, Is.All.Matches<double>(double.IsFinite));
    }

    private static Numbers Gradient(string form, double[] sees, double mask, bool repair = false)
    {
        var graph = Masked(form, sees, mask).Node("Softmax", ["masked"], "p");
        if (repair)
        {
            graph.Node("IsNaN", ["p"], "broken").Constant("zero", [0]).Node("Where", ["broken", "zero", "p"], "y");
        }
        else
        {
            graph.Node("Identity", ["p"], "y");
        }

        return Run(graph.Output("y").Model(), [0.5, -1, 2, 1, 0.25, -0.75, 0.1, 0.9, -0.4], selected: false);
    }

    private static SmallGraph Masked(string form, double[] sees, double mask)
    {
        var graph = new SmallGraph(18).Input("x", "batch", "3");
        switch (form)
        {
            case "Add":
                return graph.Constant("mask", [.. sees.Select(s => s == 1 ? 0 : mask)], 3, 3).Node("Add", ["x", "mask"], "masked");
            case "Where":
                return graph.Constant("sees", sees, 3, 3).Constant("half", [0.5]).Node("Greater", ["sees", "half"], "seen")
                    .Constant("mask", [mask]).Node("Where", ["seen", "x", "mask"], "masked");
            default:
                return graph.Constant("sees", sees, 3, 3).Constant("half", [0.5]).Node("Greater", ["sees", "half"], "seen")
                    .Constant("mask", [mask]).Constant("none", [0]).Node("Where", ["seen", "none", "mask"], "additive")
                    .Node("Add", ["x", "additive"], "masked");
        }
    }

    private static Numbers Run(DifferentiableModel model, double[] weights, bool selected)
    {
        // 0 · −∞ is not a number: a sum of log-probabilities is one of those that are asked for.
        var target = new ProgramTarget("y", selected ? ProgramTargetKind.Value : ProgramTargetKind.WeightedSum);
        using var runner = new ProgramRunner(GradientProgramBuilder.Build(model, model.FindCut(null), target));
        var feeds = new Dictionary<string, Numbers> { ["x"] = new(X, [3, 3]) };
        if (selected)
        {
            feeds[ProgramNames.Class] = new([.. Enumerable.Range(0, 3).Select(row => (double)Array.IndexOf(weights, 1.0, row * 3) - (row * 3))], [3]);
        }
        else
        {
            feeds[ProgramNames.OutputWeights] = new(weights, [3, 3]);
        }

        return runner.Run(feeds)[ProgramNames.Gradient];
    }
}
