using Lit.Onnx.Autodiff.Bodies;

namespace Lit.Onnx.Autodiff.Rules.Recurrent;

/// <summary>Hₜ = f(Xₜ Wᵀ + Hₜ₋₁ Rᵀ + b).</summary>
internal sealed class RnnRule() : RecurrentRule(1, ["Tanh"])
{
    protected override void Differentiate(RecurrentNode node)
    {
        var graph = node.Graph;
        var gates = new GraphValue[node.Directions];
        var initial = new GraphValue[node.Directions];
        for (int d = 0; d < node.Directions; d++)
        {
            var f = node.Activation(d, 0);
            var recurrent = node.Weight(2, d)!;
            var sum = node.InputProducts(d, recurrentBias: 1)
                + graph.Add("MatMul", [node.PreviousHidden(d), graph.TransposeMatrices(recurrent)]);
            var slopes = graph.ExpandLike(node.Masked(node.Slope(f, sum, f.Value(node.Clipped(sum)))), sum);
            var given = node.StepCotangents(d);
            GraphValue?[] scanned = [slopes, given, node.Mask];
            var results = ScanWriter.Add(
                graph,
                backwards: !node.IsReversed(d),
                [node.LastCotangent(1, d)],
                [.. scanned.OfType<GraphValue>()],
                (body, states, elements) =>
                {
                    var h = given is null ? states[0] : states[0] + elements[1];
                    var gate = h * elements[0];
                    var previous = body.Emitter.Add("MatMul", [gate, body.Outer(recurrent)]);
                    return ([node.Mask is null ? previous : previous + (h * (1 - elements[^1]))], [gate]);
                });
            (initial[d], gates[d]) = (results[0], results[1]);
        }

        node.SetGradients(gates, (5, initial));
    }
}
