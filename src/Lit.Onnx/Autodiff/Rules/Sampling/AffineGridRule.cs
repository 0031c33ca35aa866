namespace Lit.Onnx.Autodiff.Rules.Sampling;

/// <summary>The places of an affine transformation, linear in its matrix.</summary>
internal sealed class AffineGridRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(1).Dimensions is [4 or 5] ? null : "the length of its size is not known";

    protected override bool KeepsForward => true;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var (graph, theta) = (node.Graph, node.Input(0));
        int rank = (int)node.Input(1).Dimensions![0]!.Value - 2;
        var size = node.Input(1);
        var sizes = graph.Slice(size, graph.Integers(2), graph.Integers(2 + rank), graph.Integers(0));
        var columns = new List<GraphValue>();
        for (int i = rank - 1; i >= 0; i--)
        {
            var length = graph.Slice(size, graph.Integers(i + 2), graph.Integers(i + 3), graph.Integers(0));
            var steps = graph.Cast(Attention.Heads.Count(length), theta.ElementType);
            var count = graph.Cast(length, theta.ElementType);
            var places = node.Int("align_corners", 0) != 0
                ? (steps * 2 / (count - 1)) - 1
                : (((steps * 2) + 1) / count) - 1;
            long[] along = [.. Enumerable.Range(0, rank).Select(a => a == i ? -1L : 1L), 1];
            columns.Add(graph.Expand(
                graph.Reshape(places, graph.Integers(along)),
                graph.Concat(0, sizes, graph.Integers(1))));
        }

        columns.Add(graph.Expand(graph.Scalar(1, theta), graph.Concat(0, sizes, graph.Integers(1))));
        var homogeneous = graph.Reshape(graph.Concat(rank, [.. columns]), graph.Integers(-1, rank + 1));
        var grid = graph.Add("MatMul", [homogeneous, graph.TransposeMatrices(theta)]);
        return [graph.Reshape(grid, graph.Concat(0, graph.Dimension(theta, 0), sizes, graph.Integers(rank)))];
    }
}
