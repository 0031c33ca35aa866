using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>A part of a tensor: the cotangent goes where the part came from, zeros elsewhere.</summary>
internal sealed class SliceRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
        ByPadding(context) ?? ByPositions(context));

    /// <summary>Steps of 1 along axes of known positions are undone by padding.</summary>
    private static GraphValue? ByPadding(GradientContext context)
    {
        var (graph, x) = (context.Graph, context.Input(0));
        if (context.ConstantIntegers(1) is not { } starts
            || (context.HasInput(4) && (context.ConstantIntegers(4) is not { } steps || steps.Any(s => s != 1))))
        {
            return null;
        }

        var axes = context.HasInput(3) ? context.ConstantIntegers(3) : [.. Enumerable.Range(0, starts.Count).Select(i => (long)i)];
        if (axes is null)
        {
            return null;
        }

        var before = new List<GraphValue>();
        var after = new List<GraphValue>();
        for (int i = 0; i < starts.Count; i++)
        {
            int axis = NodeContext.Axis(axes[i], x.Rank);
            var size = graph.Dimension(x, axis);
            var taken = graph.Dimension(context.Output(0), axis);
            GraphValue begin;
            if (starts[i] >= 0)
            {
                // A start behind the end is clamped to it.
                begin = x.Dimensions?[axis] is { } known
                    ? graph.Integers(Math.Min(starts[i], known))
                    : starts[i] == 0 ? graph.Integers(0) : graph.Add("Min", [graph.Integers(starts[i]), size]);
            }
            else
            {
                begin = graph.Add("Max", [size + graph.Integers(starts[i]), graph.Integers(0)]);
            }

            before.Add(begin);
            after.Add(size - begin - taken);
        }

        return graph.Add(
            "Pad",
            [
                context.Gradient,
                graph.Concat(0, [.. before, .. after]),
                null,
                graph.Integers([.. axes.Select(a => (long)NodeContext.Axis(a, x.Rank))]),
            ],
            ("mode", "constant"));
    }

    /// <summary>Slices the numbers 0, 1, 2 … in the same way, which says where each element came from.</summary>
    private static GraphValue ByPositions(GradientContext context)
    {
        var graph = context.Graph;
        GraphValue?[] inputs = [Positions.Of(graph, context.Input(0))];
        for (int i = 1; i < context.InputCount; i++)
        {
            inputs = [.. inputs, context.HasInput(i) ? context.Input(i) : null];
        }

        return Positions.Scatter(graph, graph.Add("Slice", inputs), context.Gradient, context.Input(0), add: false);
    }
}

/// <summary>Rows or columns by number: cotangents of a row taken several times add up.</summary>
internal sealed class GatherRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
    {
        var (graph, x, indices) = (context.Graph, context.Input(0), context.Input(1));
        int axis = NodeContext.Axis(context.Int("axis", 0), x.Rank);
        return OneRow(context, x, indices, axis) ?? Scatter(context, x, indices, axis);
    });

    /// <summary>A single row, such as that of the classifier's token, is put back by padding.</summary>
    private static GraphValue? OneRow(GradientContext context, GraphValue x, GraphValue indices, int axis)
    {
        if (context.ConstantIntegers(1) is not [var row] || indices.Rank > 1)
        {
            return null;
        }

        var graph = context.Graph;
        var g = indices.Rank == 0 ? graph.Unsqueeze(context.Gradient, axis) : context.Gradient;
        var size = graph.Dimension(x, axis);
        var before = row >= 0 ? graph.Integers(row) : size + graph.Integers(row);
        var after = row >= 0 ? size - graph.Integers(row + 1) : graph.Integers(-row - 1);
        return graph.Add("Pad", [g, graph.Concat(0, before, after), null, graph.Integers(axis)], ("mode", "constant"));
    }

    private static GraphValue Scatter(GradientContext context, GraphValue x, GraphValue indices, int axis)
    {
        var graph = context.Graph;
        int rank = x.Rank;
        var size = graph.Dimension(x, axis);
        var before = graph.Dimensions(x, 0, axis);
        var after = graph.Dimensions(x, axis + 1, rank);
        var flat = graph.Flatten(graph.Cast(indices, OnnxElementType.Int64));
        flat = graph.Where(graph.Add("Less", [flat, graph.Integers(0)]), flat + size, flat);

        // The gathered axis comes first: [taken, before…, after…].
        long[] front = [axis, .. Enumerable.Range(0, rank).Where(i => i != axis).Select(i => (long)i)];
        var taken = graph.Reshape(context.Gradient, graph.Concat(0, before, graph.Integers(-1), after));
        var sum = Positions.ScatterRows(
            graph,
            graph.Concat(0, size, before, after),
            graph.Unsqueeze(flat, 1),
            graph.Transpose(taken, front));
        long[] back = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            back[front[i]] = i;
        }

        return graph.Transpose(sum, back);
    }
}

/// <summary>One element for each index along an axis.</summary>
internal sealed class GatherElementsRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () =>
        Positions.ScatterElements(context.Graph, context.Input(0), context.Input(1), context.Gradient, context.Int("axis", 0)));
}

/// <summary>Slices by tuples of numbers.</summary>
internal sealed class GatherNDRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.Int("batch_dims", 0) != 0 && context.Input(1).Facts.Rank is null ? "the rank of its positions is not known" : null;

    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () => Positions.ScatterRows(
        context.Graph,
        context.Graph.Shape(context.Input(0)),
        Tuples(context),
        context.Gradient));

    /// <summary>The positions with those of the batch in front.</summary>
    private static GraphValue Tuples(GradientContext context)
    {
        var graph = context.Graph;
        var indices = graph.Cast(context.Input(1), OnnxElementType.Int64);
        int batch = (int)context.Int("batch_dims", 0);
        if (batch == 0)
        {
            return indices;
        }

        int rank = indices.Rank;
        var shape = graph.Concat(0, graph.Dimensions(indices, 0, rank - 1), graph.Integers(1));
        GraphValue[] parts =
        [
            .. Enumerable.Range(0, batch).Select(d => graph.Expand(
                graph.Reshape(
                    Attention.Heads.Positions(indices, d),
                    graph.Integers([.. Enumerable.Range(0, rank).Select(i => i == d ? -1L : 1L)])),
                shape)),
        ];
        return graph.Concat(rank - 1, [.. parts, indices]);
    }
}

/// <summary>The greatest elements along an axis and where they were.</summary>
internal sealed class TopKRule : IGradientRule
{
    public void Differentiate(GradientContext context) => context.SetInputGradient(0, () => Positions.ScatterElements(
        context.Graph,
        context.Input(0),
        context.RequireOutput(1),
        context.Gradient,
        context.Int("axis", -1)));
}
