using Lit.Onnx.Autodiff.Bodies;

namespace Lit.Onnx.Autodiff.Rules.Recurrent;

/// <summary>Cₜ = f Cₜ₋₁ + i c̃ and Hₜ = o h(Cₜ) with gates in the order i, o, f, c, and peepholes from the cell to i, o and f.</summary>
internal sealed class LstmRule() : RecurrentRule(4, ["Sigmoid", "Tanh", "Tanh"])
{
    protected override void Differentiate(RecurrentNode node)
    {
        var gates = new GraphValue[node.Directions];
        var hidden = new GraphValue[node.Directions];
        var cells = new GraphValue[node.Directions];
        for (int d = 0; d < node.Directions; d++)
        {
            (gates[d], hidden[d], cells[d]) = new Pass(node, d).Run();
        }

        node.SetGradients(gates, (5, hidden), (6, cells));
    }

    /// <summary>One direction.</summary>
    private sealed class Pass(RecurrentNode node, int direction)
    {
        private readonly GraphEmitter _graph = node.Graph;
        private readonly GraphValue _recurrent = node.Weight(2, direction)!;
        private readonly GraphValue? _peepholes = node.Weight(7, direction);
        private readonly RecurrentActivation _f = node.Activation(direction, 0);
        private readonly RecurrentActivation _g = node.Activation(direction, 1);
        private readonly RecurrentActivation _h = node.Activation(direction, 2);

        public (GraphValue Gates, GraphValue Hidden, GraphValue Cell) Run()
        {
            var sums = node.InputProducts(direction, recurrentBias: 4)
                + _graph.Add("MatMul", [node.PreviousHidden(direction), _graph.TransposeMatrices(_recurrent)]);
            var (input, output, forget, candidate) = (Gate(sums, 0), Gate(sums, 1), Gate(sums, 2), Gate(sums, 3));
            var update = _g.Value(node.Clipped(candidate));
            var previous = PreviousCells(input, forget, update);
            if (_peepholes is not null)
            {
                input += previous * Peephole(0);
                forget += previous * Peephole(2);
            }

            var i = _f.Value(node.Clipped(input));
            var f = node.CoupledGates ? 1 - i : _f.Value(node.Clipped(forget));
            var cell = (f * previous) + (i * update);
            if (_peepholes is not null)
            {
                output += cell * Peephole(1);
            }

            var o = _f.Value(node.Clipped(output));
            var shown = _h.Value(cell);

            // The cotangents of the gates for a cotangent of 1 of the hidden state (o) or of the cell (the others).
            var toOutput = shown * node.Slope(_f, output, o);
            var toCell = o * _h.Derivative(cell, shown);
            var inputSlope = node.Slope(_f, input, i);
            var toInput = (node.CoupledGates ? update - previous : update) * inputSlope;
            var toForget = node.CoupledGates ? previous * 0 : previous * node.Slope(_f, forget, f);
            var toCandidate = i * node.Slope(_g, candidate, update);
            var keep = f;
            if (_peepholes is not null)
            {
                toCell += toOutput * Peephole(1);
                keep = keep + (toInput * Peephole(0)) + (toForget * Peephole(2));
            }

            if (node.Mask is not null)
            {
                keep = _graph.Where(node.Mask > 0.5, keep, _graph.Scalar(1, keep));
            }

            var factors = node.Masked(_graph.Concat(2, toInput, toOutput, toForget, toCandidate));
            return Back(factors, node.Masked(toCell), keep);
        }

        private GraphValue Gate(GraphValue x, int index) => node.Part(x, index, 1, axis: 2);

        private GraphValue Peephole(int index) => node.Part(_peepholes!, index, 1, axis: 0);

        /// <summary>The cell that each step starts from: with the gates known, that takes no product of matrices.</summary>
        private GraphValue PreviousCells(GraphValue input, GraphValue forget, GraphValue update)
        {
            GraphValue?[] scanned = [input, forget, update, node.Mask];
            bool outside = _peepholes is null;
            if (outside)
            {
                // All steps at once.
                scanned[0] = _f.Value(node.Clipped(input));
                scanned[1] = node.CoupledGates ? 1 - scanned[0]! : _f.Value(node.Clipped(forget));
            }

            var peepholes = outside ? null : new[] { Peephole(0), Peephole(2) };
            return ScanWriter.Add(
                _graph,
                backwards: node.IsReversed(direction),
                [node.InitialState(6, direction)],
                [.. scanned.OfType<GraphValue>()],
                (body, states, elements) =>
                {
                    var (i, f) = (elements[0], elements[1]);
                    if (peepholes is not null)
                    {
                        i = _f.Value(node.Clipped(i + (states[0] * body.Outer(peepholes[0]))));
                        f = node.CoupledGates ? 1 - i : _f.Value(node.Clipped(f + (states[0] * body.Outer(peepholes[1]))));
                    }

                    var next = (f * states[0]) + (i * elements[2]);
                    if (node.Mask is not null)
                    {
                        next = body.Emitter.Where(elements[3] > 0.5, next, states[0]);
                    }

                    return ([next], [states[0]]);
                })[1];
        }

        private (GraphValue Gates, GraphValue Hidden, GraphValue Cell) Back(GraphValue factors, GraphValue toCell, GraphValue keep)
        {
            var given = node.StepCotangents(direction);
            GraphValue?[] scanned = [factors, toCell, keep, given, node.Mask];
            var results = ScanWriter.Add(
                _graph,
                backwards: !node.IsReversed(direction),
                [node.LastCotangent(1, direction), node.LastCotangent(2, direction)],
                [.. scanned.OfType<GraphValue>()],
                (body, states, elements) =>
                {
                    var inner = body.Emitter;
                    var h = given is null ? states[0] : states[0] + elements[3];
                    var c = states[1] + (h * elements[1]);
                    var gates = inner.Concat(1, c, h, c, c) * elements[0];
                    var previous = inner.Add("MatMul", [gates, body.Outer(_recurrent)]);
                    return ([node.Mask is null ? previous : previous + (h * (1 - elements[^1])), c * elements[2]], [gates]);
                });
            return (results[2], results[0], results[1]);
        }
    }
}
