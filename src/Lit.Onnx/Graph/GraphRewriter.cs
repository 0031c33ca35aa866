using Lit.Onnx.Graph.Rewrites;

namespace Lit.Onnx.Graph;

/// <summary>Rewrites a graph so that its gradient is cheaper; every step leaves its results as they are, up to rounding.</summary>
internal static class GraphRewriter
{
    /// <param name="graph">The graph.</param>
    /// <param name="keep">Values that must stay whole.</param>
    public static void Apply(OnnxGraph graph, IReadOnlyCollection<string> keep)
    {
        GeluFusion.Apply(graph);
        LayerNormalizationFusion.Apply(graph);
        ScalePushing.Apply(graph);
        RowPushing.Apply(graph, keep);
    }
}
