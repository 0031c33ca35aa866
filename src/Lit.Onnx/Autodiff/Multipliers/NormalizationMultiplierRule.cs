namespace Lit.Onnx.Autodiff.Multipliers;

/// <summary>Layer, instance and root-mean-square normalization, as the product of centred values with 1 / deviation.</summary>
/// <remarks>Products count with the middle of the other factor, squares by Δ(c²) = Δc (c + c′), and 1 / √v by its ratio.</remarks>
internal sealed class NormalizationMultiplierRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.NeedsGradient(1) || context.NeedsGradient(2) ? "its scale or shift lies on the path, which has no multiplier"
        : Enumerable.Range(1, Math.Max(0, context.InputCount - 1)).Any(i => context.HasInput(i) && Change.Of(context, context.Input(i)).Moves)
            ? "its scale or shift differs between the example and the reference, which has no multiplier"
        : null;

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var graph = context.Graph;
        Change x = Change.Of(context, context.Input(0));
        bool channels = context.Operator == "InstanceNormalization";
        bool centre = context.Operator != "RMSNormalization";
        int rank = x.Value.Rank;
        int first = channels ? 2 : NodeContext.Axis(context.Int("axis", -1), rank);
        long[] axes = [.. Enumerable.Range(first, rank - first).Select(i => (long)i)];
        var scale = channels
            ? graph.Reshape(context.Input(1), graph.Integers([1, -1, .. axes.Select(_ => 1L)]))
            : context.Input(1);
        GraphValue Centre(GraphValue value) => centre ? value - graph.Mean(value, axes) : value;
        GraphValue Variance(GraphValue centred) => graph.Mean(centred * centred, axes) + context.Float("epsilon", 1e-5f);
        GraphValue Inverse(GraphValue variance) => graph.Add("Reciprocal", [graph.Add("Sqrt", [variance])]);

        Change centred = new(Centre(x.Value), Centre(x.Reference));
        Change variance = new(Variance(centred.Value), Variance(centred.Reference));
        Change inverse = new(Inverse(variance.Value), Inverse(variance.Reference));
        var scaled = context.Gradient * scale;
        var slope = inverse.Value * inverse.Value * inverse.Value * -0.5;
        var ofVariance = graph.Sum(scaled * centred.Mean, keep: true, axes) * inverse.Per(variance, slope);
        var count = graph.Count(x.Value, variance.Value);
        var ofCentred = (scaled * inverse.Mean) + (ofVariance * (centred.Value + centred.Reference) / count);
        return centre ? ofCentred - graph.Mean(ofCentred, axes) : ofCentred;
    });
}
