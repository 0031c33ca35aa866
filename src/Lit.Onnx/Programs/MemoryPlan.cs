using Lit.Onnx.Graph;
using Lit.Onnx.Protos;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Programs;

/// <summary>Foretells how much memory a program takes, from symbolic shapes.</summary>
/// <remarks>
/// Follows the runtime: nodes in the order in which it runs them, a tensor from the node that makes it to the last that
/// reads it, views and results that take over the memory of an operand counted once. What fusions save, the working memory
/// of kernels and gaps between allocations are not known; see <see cref="Slack"/>.
/// </remarks>
internal sealed class MemoryPlan
{
    /// <summary>By how much an allocation may exceed the tensors that it holds.</summary>
    public const double Slack = 1.15;

    private readonly Buffer[] _buffers;
    private readonly (int Made, int[] Freed)[] _steps;
    private readonly int _backward;
    private readonly IReadOnlySet<string> _rows;

    private MemoryPlan(
        Buffer[] buffers, (int Made, int[] Freed)[] steps, int backward, long weights, IReadOnlySet<string> rows)
    {
        _buffers = buffers;
        _steps = steps;
        _backward = backward;
        _rows = rows;
        Weights = weights;
    }

    /// <summary>Bytes of constants, and of the copies of them that kernels reorder for their own use.</summary>
    public long Weights { get; }

    /// <param name="graph">The finished program.</param>
    /// <param name="facts">What was known of its values while it was built.</param>
    /// <param name="seed">The cotangent of the target, from which the backward pass starts; null without one.</param>
    public static MemoryPlan Of(OnnxGraph graph, ShapeInference facts, string? seed)
    {
        var order = ExecutionOrder.Of(graph.Proto);
        var buffers = new List<Buffer>();
        var bufferOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var lastUse = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < order.Count; i++)
        {
            foreach (string input in order[i].AllInputs())
            {
                lastUse[input] = i;
            }
        }

        foreach (var output in graph.Proto.Output)
        {
            lastUse[output.Name] = order.Count;
        }

        // Inputs and constants are not the run's to allocate.
        var last = new List<int>();
        var made = new List<int>[order.Count];
        for (int i = 0; i < order.Count; i++)
        {
            made[i] = [];
            var node = order[i];
            for (int k = 0; k < node.Output.Count; k++)
            {
                string name = node.Output[k];
                if (name.Length == 0)
                {
                    continue;
                }

                int end = lastUse.GetValueOrDefault(name, i);
                int shared = k == 0 ? Reused(facts, node, i, bufferOf, last) : -1;
                if (shared >= 0)
                {
                    bufferOf[name] = shared;
                    last[shared] = Math.Max(last[shared], end);
                    continue;
                }

                if (k == 0 && IsView(node) && !bufferOf.ContainsKey(node.Input[0]))
                {
                    continue;
                }

                bufferOf[name] = buffers.Count;
                made[i].Add(buffers.Count);
                last.Add(end);
                buffers.Add(new(Facts(facts, name)));
            }
        }

        var freed = new List<int>[order.Count];
        for (int buffer = 0; buffer < buffers.Count; buffer++)
        {
            if (last[buffer] < order.Count)
            {
                (freed[last[buffer]] ??= []).Add(buffer);
            }
        }

        var steps = new List<(int, int[])>();
        int backward = -1;
        var chain = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < order.Count; i++)
        {
            bool follows = seed is not null && (order[i].Output.Contains(seed) || order[i].AllInputs().Any(chain.Contains));
            if (follows)
            {
                chain.UnionWith(order[i].Output);
                backward = backward < 0 ? steps.Count : backward;
            }

            int[] end = freed[i]?.ToArray() ?? [];
            if (made[i].Count == 0)
            {
                steps.Add((-1, end));
            }

            for (int k = 0; k < made[i].Count; k++)
            {
                steps.Add((made[i][k], k == made[i].Count - 1 ? end : []));
            }
        }

        return new([.. buffers], [.. steps], backward, WeightBytes(graph), RowNames(graph, facts));
    }

    /// <summary>Bytes that the tensors of one run take at most, and those that wait for the backward pass.</summary>
    public (double Kept, double Peak) Evaluate(RunSizes sizes)
    {
        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        double[] bytes = [.. _buffers.Select(b => b.Bytes(Size))];
        double live = 0;
        double peak = 0;
        double kept = 0;
        for (int i = 0; i < _steps.Length; i++)
        {
            if (i == _backward)
            {
                kept = live;
            }

            var (made, freed) = _steps[i];
            live += made < 0 ? 0 : bytes[made];
            peak = Math.Max(peak, live);
            foreach (int buffer in freed)
            {
                live -= bytes[buffer];
            }
        }

        return (kept, peak * Slack);

        double Size(string name)
        {
            if (!known.TryGetValue(name, out double size))
            {
                known[name] = size = sizes[name, _rows];
            }

            return size;
        }
    }

    /// <summary>Names of dimensions that count rows: the first ones of the model's inputs.</summary>
    private static HashSet<string> RowNames(OnnxGraph graph, ShapeInference facts) =>
        [.. graph.Proto.Input.Where(i => facts[i.Name].Shape is [{ Constant: null }, _, ..])
            .Select(i => facts[i.Name].Shape![0].ToString()).Where(n => !n.StartsWith(OnnxGraph.Prefix, StringComparison.Ordinal))];

    internal static bool IsView(NodeProto node) => node.Is("Reshape") || node.Is("Squeeze") || node.Is("Unsqueeze")
        || node.Is("Flatten") || node.Is("Identity");

    private static (int Bytes, SymbolicInteger[]? Shape) Facts(ShapeInference known, string name)
    {
        var facts = known[name];
        return (Math.Max(1, facts.Type.Bits / 8), facts.Shape);
    }

    /// <summary>The buffer that the first output takes over: that of a view, or of an operand that nothing else reads.</summary>
    private static int Reused(
        ShapeInference facts, NodeProto node, int position, Dictionary<string, int> bufferOf, List<int> last)
    {
        if (IsView(node))
        {
            return bufferOf.GetValueOrDefault(node.Input[0], -1);
        }

        if (node.OpType is not ("Add" or "Sub" or "Mul" or "Div" or "Neg" or "Exp" or "Sqrt" or "Reciprocal" or "Relu" or "Tanh"
            or "Sigmoid" or "HardSigmoid" or "Abs" or "Log" or "Sum" or "Clip" or "LeakyRelu" or "Elu"))
        {
            return -1;
        }

        var (size, shape) = Facts(facts, node.Output[0]);
        foreach (string input in node.Input.Take(2))
        {
            if (bufferOf.TryGetValue(input, out int buffer) && last[buffer] == position && shape is not null
                && Facts(facts, input) is var (width, other) && width == size && other is not null && other.SequenceEqual(shape))
            {
                return buffer;
            }
        }

        return -1;
    }

    private static long WeightBytes(OnnxGraph graph)
    {
        long bytes = graph.Proto.Initializer.Sum(t => t.ElementCount() * Math.Max(1, ((OnnxElementType)t.DataType).Bits / 8));
        var reordered = new HashSet<(string, bool)>();
        foreach (var node in graph.Proto.Node)
        {
            if (node.OpType is "MatMul" or "FusedMatMul" or "Gemm" or "Conv" or "ConvTranspose" && node.HasInput(1)
                && graph.Constant(node.Input[1]) is { } weights && reordered.Add((node.Input[1], node.Int("transB") != 0)))
            {
                bytes += weights.ElementCount() * sizeof(float);
            }
        }

        return bytes;
    }

    private readonly record struct Buffer((int Bytes, SymbolicInteger[]? Shape) Facts)
    {
        // Allocations are rounded up to this.
        private const double Grain = 256;

        public double Bytes(Func<string, double> sizes)
        {
            double elements = Facts.Shape is { } shape ? shape.Aggregate(1.0, (n, d) => n * Math.Max(0, d.Evaluate(sizes))) : 1;
            return Math.Ceiling(elements * Facts.Bytes / Grain) * Grain;
        }
    }
}
