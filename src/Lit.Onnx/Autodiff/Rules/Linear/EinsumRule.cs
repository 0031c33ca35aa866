using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Linear;

/// <summary>Einstein's summation: the cotangent takes the place of the operand, and the operand's letters that of the result.</summary>
internal sealed class EinsumRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        Parse(context) is null ? "its equation does not fit the ranks of its operands, or these are not known" : null;

    public void Differentiate(GradientContext context)
    {
        var equation = Parse(context)!;
        for (int i = 0; i < context.InputCount; i++)
        {
            int index = i;
            context.SetInputGradient(index, () => Operand(context, equation, index));
        }
    }

    private static EinsumEquation? Parse(NodeContext context) => EinsumEquation.Parse(
        context.Text("equation", ""),
        [.. Enumerable.Range(0, context.InputCount).Select(i => context.Input(i).Facts.Rank)]);

    private static GraphValue Operand(GradientContext context, EinsumEquation equation, int index)
    {
        var graph = context.Graph;
        var x = context.Input(index);
        string term = equation.Terms[index];
        int[] others = [.. Enumerable.Range(0, context.InputCount).Where(i => i != index)];
        string known = equation.Output + string.Concat(others.Select(i => equation.Terms[i]));
        string letters = string.Concat(term.Distinct());
        string found = string.Concat(letters.Where(known.Contains));
        string left = string.Join(',', [equation.Output, .. others.Select(i => equation.Terms[i])]);
        var gradient = graph.Add(
            string.Empty,
            "Einsum",
            [context.Gradient, .. others.Select(context.Input)],
            1,
            ("equation", $"{left}->{found}"))[0];
        graph.Graph.Facts[gradient.Name] = new(x.ElementType, gradient.Facts.Shape ?? Unknown(gradient.Name, found.Length));

        // A letter that nothing else has was summed; every element that it counts gets the same.
        var missing = letters.Select((l, i) => (l, i)).Where(p => !found.Contains(p.l, StringComparison.Ordinal)).Select(p => (long)p.i).ToArray();
        if (missing.Length > 0)
        {
            gradient = graph.Unsqueeze(gradient, missing);
        }

        return letters.Length == term.Length
            ? graph.Unbroadcast(Widened(gradient, x, missing.Length > 0), x)
            : Diagonal(graph, gradient, x, term, letters);
    }

    private static Shapes.SymbolicInteger[] Unknown(string name, int rank) =>
        [.. Enumerable.Range(0, rank).Select(i => Shapes.SymbolicInteger.Named($"{name}[{i}]"))];

    private static GraphValue Widened(GraphValue gradient, GraphValue x, bool isNarrow) =>
        isNarrow ? gradient.Emitter.Expand(gradient, gradient.Emitter.Shape(x)) : gradient;

    /// <summary>A letter that a term has twice reads the diagonal; the rest of the operand gets nothing.</summary>
    private static GraphValue Diagonal(GraphEmitter graph, GraphValue gradient, GraphValue x, string term, string letters)
    {
        GraphValue? mask = null;
        var added = new List<long>();
        for (int i = 0; i < term.Length; i++)
        {
            int first = term.IndexOf(term[i], StringComparison.Ordinal);
            if (first == i)
            {
                continue;
            }

            added.Add(i);
            var same = graph.Add("Equal", [Along(graph, x, first), Along(graph, x, i)]);
            mask = mask is null ? same : graph.Add("And", [mask, same]);
        }

        // The remaining letters stand in the order of their first use, which is that of the term.
        var aligned = graph.Unsqueeze(gradient, [.. added]);
        return graph.WhereOrZero(mask!, graph.Expand(aligned, graph.Shape(x)));
    }

    private static GraphValue Along(GraphEmitter graph, GraphValue x, int axis) => graph.Reshape(
        Attention.Heads.Positions(x, axis),
        graph.Integers([.. Enumerable.Range(0, x.Rank).Select(i => i == axis ? -1L : 1L)]));
}
