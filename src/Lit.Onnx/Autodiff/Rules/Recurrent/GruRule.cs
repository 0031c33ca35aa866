using Lit.Onnx.Autodiff.Bodies;

namespace Lit.Onnx.Autodiff.Rules.Recurrent;

/// <summary>Hₜ = (1 − z) h̃ + z Hₜ₋₁ with gates in the order z, r, h.</summary>
internal sealed class GruRule() : RecurrentRule(3, ["Sigmoid", "Tanh"])
{
    protected override void Differentiate(RecurrentNode node)
    {
        var gates = new GraphValue[node.Directions];
        var initial = new GraphValue[node.Directions];
        for (int d = 0; d < node.Directions; d++)
        {
            (gates[d], initial[d]) = new Pass(node, d).Run();
        }

        node.SetGradients(gates, (5, initial));
    }

    /// <summary>One direction.</summary>
    private sealed class Pass(RecurrentNode node, int direction)
    {
        private readonly GraphEmitter _graph = node.Graph;
        private readonly GraphValue _recurrent = node.Weight(2, direction)!;

        public (GraphValue Gates, GraphValue Initial) Run()
        {
            var (f, g) = (node.Activation(direction, 0), node.Activation(direction, 1));
            var previous = node.PreviousHidden(direction);
            var products = node.InputProducts(direction, recurrentBias: node.LinearBeforeReset ? 2 : 3);
            var first = node.Part(products, 0, 2, axis: 2) + Times(previous, node.Part(_recurrent, 0, 2, axis: 0));
            var both = f.Value(node.Clipped(first));
            var (z, r) = (node.Part(both, 0, 1, axis: 2), node.Part(both, 1, 1, axis: 2));
            var slopes = _graph.ExpandLike(node.Slope(f, first, both), both);
            var hidden = node.Part(_recurrent, 2, 1, axis: 0);
            var inner = Times(node.LinearBeforeReset ? previous : r * previous, hidden);
            if (node.LinearBeforeReset && node.Weight(3, direction) is { } bias)
            {
                inner += node.Part(bias, 5, 1, axis: 0);
            }

            var third = node.Part(products, 2, 1, axis: 2) + (node.LinearBeforeReset ? r * inner : inner);
            var candidate = g.Value(node.Clipped(third));

            // The cotangents of the gates for a cotangent of 1 of the state; that of r depends on the one of the candidate.
            var toCandidate = node.Masked((1 - z) * node.Slope(g, third, candidate));
            var toUpdate = node.Masked((previous - candidate) * node.Part(slopes, 0, 1, axis: 2));
            var toReset = (node.LinearBeforeReset ? inner : previous) * node.Part(slopes, 1, 1, axis: 2);
            var keep = node.Mask is null ? z : _graph.Where(node.Mask > 0.5, z, _graph.Scalar(1, z));
            return node.LinearBeforeReset
                ? RunLinear(toUpdate, toCandidate * toReset, toCandidate, r, keep)
                : RunNested(toUpdate, toReset, toCandidate, r, keep);
        }

        /// <summary>The reset gate works on the product of the state: all cotangents are multiples of that of the state.</summary>
        private (GraphValue Gates, GraphValue Initial) RunLinear(
            GraphValue toUpdate,
            GraphValue toReset,
            GraphValue toCandidate,
            GraphValue reset,
            GraphValue keep)
        {
            var factors = _graph.Concat(2, toUpdate, toReset, toCandidate);
            var given = node.StepCotangents(direction);
            GraphValue?[] scanned = [factors, reset, keep, given];
            return Scan(scanned, (body, states, elements) =>
            {
                var inner = body.Emitter;
                var h = given is null ? states[0] : states[0] + elements[3];
                var gates = inner.Concat(1, h, h, h) * elements[0];
                var split = inner.Integers(2 * node.Hidden, node.Hidden);
                var parts = inner.Add(string.Empty, "Split", [gates, split], 2, ("axis", 1));
                var recurrent = inner.Concat(1, parts[0], parts[1] * elements[1]);
                return ([inner.Add("MatMul", [recurrent, body.Outer(_recurrent)]) + (h * elements[2])], [gates]);
            });
        }

        /// <summary>The reset gate works on the state itself.</summary>
        private (GraphValue Gates, GraphValue Initial) RunNested(
            GraphValue toUpdate,
            GraphValue toReset,
            GraphValue toCandidate,
            GraphValue reset,
            GraphValue keep)
        {
            var given = node.StepCotangents(direction);
            var hidden = node.Part(_recurrent, 2, 1, axis: 0);
            var others = node.Part(_recurrent, 0, 2, axis: 0);
            GraphValue?[] scanned = [toUpdate, toReset, toCandidate, reset, keep, given];
            return Scan(scanned, (body, states, elements) =>
            {
                var inner = body.Emitter;
                var h = given is null ? states[0] : states[0] + elements[5];
                var candidate = h * elements[2];
                var product = inner.Add("MatMul", [candidate, body.Outer(hidden)]);
                var first = inner.Concat(1, h * elements[0], product * elements[1]);
                var previous = (h * elements[4]) + (product * elements[3]) + inner.Add("MatMul", [first, body.Outer(others)]);
                return ([previous], [inner.Concat(1, first, candidate)]);
            });
        }

        private (GraphValue Gates, GraphValue Initial) Scan(GraphValue?[] scanned, ScanWriter.Iteration iteration)
        {
            var results = ScanWriter.Add(
                _graph,
                backwards: !node.IsReversed(direction),
                [node.LastCotangent(1, direction)],
                [.. scanned.OfType<GraphValue>()],
                iteration);
            return (results[1], results[0]);
        }

        private GraphValue Times(GraphValue x, GraphValue weight) => _graph.Add("MatMul", [x, _graph.TransposeMatrices(weight)]);
    }
}
