using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Sampling;

/// <summary>An image read at places between its positions; both the image and the places are differentiated.</summary>
/// <remarks>The value at a place is a weighted sum of its neighbours, whose weights depend on the place.</remarks>
internal sealed class GridSampleRule : ExpansionRule
{
    public override string? WhyUnsupported(NodeContext context) =>
        context.Input(0).Facts.Rank is null ? "the rank of its image is not known"
        : Mode(context) == "cubic" && context.Input(0).Rank != 4 ? "cubic sampling has a rule for two dimensions only"
        : null;

    protected override bool KeepsForward => true;

    protected override IReadOnlyList<GraphValue?> Expand(NodeContext node)
    {
        var (graph, x, grid) = (node.Graph, node.Input(0), node.Input(1));
        int rank = x.Rank - 2;
        var axes = new SamplingAxis[rank];
        for (int i = 0; i < rank; i++)
        {
            // The grid names the last axis first.
            var place = graph.Add("Gather", [grid, graph.Constant(rank - 1 - i, OnnxElementType.Int64)], ("axis", -1));
            axes[i] = new SamplingAxis(
                graph.Add("Reshape", [place, graph.Integers(0, -1)]),
                graph.Dimension(x, i + 2),
                Mode(node),
                node.Text("padding_mode", "zeros"),
                node.Int("align_corners", 0) != 0);
        }

        var batch = graph.Dimension(x, 0);
        var channels = graph.Dimension(x, 1);
        long[] last = [0, .. Enumerable.Range(2, rank).Select(i => (long)i), 1];
        var rows = graph.Reshape(graph.Transpose(x, last), graph.Concat(0, graph.Integers(-1), channels));
        GraphValue? sum = null;
        foreach (var neighbour in Neighbours(axes, 0))
        {
            var position = graph.Unsqueeze(Attention.Heads.Count(batch), 1);
            GraphValue? weight = null;
            for (int i = 0; i < rank; i++)
            {
                position = (position * axes[i].Size) + neighbour[i].Position;
                weight = weight is null ? neighbour[i].Weight
                    : neighbour[i].Weight is { } more ? weight * more
                    : weight;
            }

            var value = graph.Add("Gather", [rows, position], ("axis", 0));
            var part = weight is null ? value : value * graph.Unsqueeze(weight, 2);
            sum = sum is null ? part : sum + part;
        }

        // [batch, places, channels] to [batch, channels, …].
        var sizes = graph.Dimensions(grid, 1, 1 + rank);
        return [graph.Reshape(graph.Transpose(sum!, 0, 2, 1), graph.Concat(0, batch, channels, sizes))];
    }

    private static string Mode(NodeContext node) => node.Text("mode", "linear") switch
    {
        "bilinear" => "linear",
        "bicubic" => "cubic",
        var mode => mode,
    };

    private static IEnumerable<SamplingTap[]> Neighbours(SamplingAxis[] axes, int from)
    {
        if (from == axes.Length)
        {
            yield return [];
            yield break;
        }

        foreach (var tap in axes[from].Taps)
        {
            foreach (var rest in Neighbours(axes, from + 1))
            {
                yield return [tap, .. rest];
            }
        }
    }
}

/// <summary>A neighbour of a place along one axis.</summary>
/// <param name="Position">Its position in the image, 64-bit integers.</param>
/// <param name="Weight">Its weight; null for 1.</param>
internal sealed record SamplingTap(GraphValue Position, GraphValue? Weight);
