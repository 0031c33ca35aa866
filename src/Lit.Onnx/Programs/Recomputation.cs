using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Programs;

/// <summary>Computes parts of the forward pass again for the backward pass, instead of keeping their values in memory.</summary>
/// <remarks>
/// <para>
/// The forward pass is cut into segments where few values cross. What crosses is kept; what a segment makes inside, and the
/// backward pass reads, comes from a copy of the segment. The last segment is needed at once and has no copy.
/// </para>
/// <para>
/// A copy must not run before the backward pass has come to its segment. So it reads the kept values through a Reshape
/// whose shape waits for the cotangent that enters the segment, and which changes nothing. See Chen et al., "Training deep
/// nets with sublinear memory cost", 2016.
/// </para>
/// </remarks>
internal sealed class Recomputation
{
    // Sizes of a typical run, to compare values that have different names in their shapes.
    private static readonly RunSizes Typical = new(1, 1, 64);

    // What is smaller is not worth computing again.
    private const double SmallestBytes = 1024;

    private readonly OnnxGraph _graph;
    private readonly NodeProto[] _forward;
    private readonly NodeProto[] _backward;
    private readonly Dictionary<string, int> _madeAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lastRead = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _following;

    private Recomputation(OnnxGraph graph, string target, string seed)
    {
        _graph = graph;
        var reaching = new HashSet<string>(StringComparer.Ordinal) { target };
        foreach (var node in graph.Proto.Node.Reverse())
        {
            // Shapes of inner values are small, and kept rather than the values.
            bool isShape = node.Is("Shape") || node.Is("Size");
            if (isShape || node.Output.Any(reaching.Contains))
            {
                reaching.UnionWith(isShape ? node.Output : node.AllInputs());
            }
        }

        _following = Following(graph, seed);
        bool IsForward(NodeProto node) =>
            node.Output.Any(reaching.Contains) && !node.Output.Any(_following.Contains);
        _forward = [.. graph.Proto.Node.Where(IsForward)];
        _backward = [.. graph.Proto.Node.Where(n => !IsForward(n))];
        for (int i = 0; i < _forward.Length; i++)
        {
            foreach (string output in _forward[i].Output)
            {
                _madeAt[output] = i;
            }

            foreach (string input in _forward[i].AllInputs())
            {
                _lastRead[input] = i;
            }
        }
    }

    /// <param name="graph">A graph with both passes.</param>
    /// <param name="target">The value that is differentiated.</param>
    /// <param name="seed">Its cotangent.</param>
    /// <param name="segments">In how many parts the forward pass is cut.</param>
    public static void Apply(OnnxGraph graph, string target, string seed, int segments)
    {
        // Rules let nodes of the forward pass read what they added behind them.
        TopologicalOrder.Sort(graph.Proto);
        new Recomputation(graph, target, seed).Run(segments);
    }

    private static HashSet<string> Following(OnnxGraph graph, string seed)
    {
        var following = new HashSet<string>(StringComparer.Ordinal) { seed };
        foreach (var node in graph.Proto.Node)
        {
            if (node.AllInputs().Any(following.Contains))
            {
                following.UnionWith(node.Output);
            }
        }

        return following;
    }

    private void Run(int segments)
    {
        var needed = _backward.SelectMany(n => n.AllInputs()).Where(_madeAt.ContainsKey).ToHashSet(StringComparer.Ordinal);
        int[] bounds = Bounds(needed, segments);
        foreach (int bound in bounds)
        {
            _kept.UnionWith(_madeAt.Keys.Where(v => Crosses(v, bound)));
        }

        var dropped = needed
            .Where(v => !_kept.Contains(v) && Bytes(v) >= SmallestBytes && SegmentOf(v, bounds) < bounds.Length)
            .ToDictionary(v => v, v => SegmentOf(v, bounds), StringComparer.Ordinal);
        string?[] gates = Gates(dropped, bounds.Length);
        var copies = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int segment = 0; segment < bounds.Length; segment++)
        {
            if (gates[segment] is { } gate)
            {
                var values = dropped.Where(d => d.Value == segment).Select(d => d.Key);
                Copy(segment == 0 ? 0 : bounds[segment - 1], bounds[segment], values, Wait(gate), copies);
            }
        }

        foreach (var node in _backward.Where(n => !n.HasSubgraphs()))
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = copies.GetValueOrDefault(node.Input[i], node.Input[i]);
            }
        }
    }

    private bool Crosses(string value, int bound) =>
        _madeAt[value] < bound && _lastRead.GetValueOrDefault(value, -1) >= bound;

    private int SegmentOf(string value, int[] bounds) => bounds.Count(b => b <= _madeAt[value]);

    private double Bytes(string value)
    {
        var facts = _graph.Facts[value];
        var none = new HashSet<string>();
        return facts.Shape is { } shape
            ? Math.Max(1, facts.Type.Bits / 8) * shape.Aggregate(1.0, (n, d) => n * d.Evaluate(name => Typical[name, none]))
            : double.MaxValue;
    }

    /// <summary>Where segments begin: what they keep is shared out evenly, and little crosses.</summary>
    private int[] Bounds(HashSet<string> needed, int segments)
    {
        double[] before = new double[_forward.Length + 1];
        double[] crossing = new double[_forward.Length + 2];
        for (int i = 0; i < _forward.Length; i++)
        {
            before[i + 1] = before[i] + _forward[i].Output.Where(needed.Contains).Sum(Bytes);
        }

        foreach (var (value, made) in _madeAt)
        {
            int read = _lastRead.GetValueOrDefault(value, made);
            if (read > made)
            {
                crossing[made + 1] += Bytes(value);
                crossing[read + 1] -= Bytes(value);
            }
        }

        for (int i = 1; i < crossing.Length; i++)
        {
            crossing[i] += crossing[i - 1];
        }

        double share = before[^1] / segments;
        var bounds = new List<int>();
        for (int k = 1; k < segments; k++)
        {
            int first = bounds.Count > 0 ? bounds[^1] + 1 : 1;
            int[] candidates =
            [
                .. Enumerable.Range(first, Math.Max(0, _forward.Length - first))
                    .Where(i => Math.Abs(before[i] - (k * share)) <= share / 3),
            ];
            if (candidates.Length > 0)
            {
                bounds.Add(candidates.MinBy(i => (crossing[i], Math.Abs(before[i] - (k * share)))));
            }
        }

        return [.. bounds];
    }

    /// <summary>For each segment a value of the backward pass that is there when the pass comes to the segment, not before.</summary>
    private string?[] Gates(Dictionary<string, int> dropped, int segments)
    {
        // The earliest segment that a value of the backward pass needs.
        var level = new Dictionary<string, int>(StringComparer.Ordinal);
        string?[] gates = new string?[segments];
        foreach (var node in _backward)
        {
            int least = int.MaxValue;
            foreach (string input in node.AllInputs())
            {
                least = Math.Min(least, dropped.TryGetValue(input, out int segment) ? segment : level.GetValueOrDefault(input, int.MaxValue));
            }

            foreach (string output in node.Output)
            {
                level[output] = least;
            }

            foreach (string input in node.Input)
            {
                for (int s = least; s < segments && s < level.GetValueOrDefault(input, -1); s++)
                {
                    if (_following.Contains(input) && _graph.Facts[input].Type.IsFloat)
                    {
                        gates[s] = input;
                    }
                }
            }
        }

        return gates;
    }

    /// <summary>Zero, as soon as a value is there.</summary>
    private string Wait(string value)
    {
        var emitter = new GraphEmitter(_graph);
        var zero = emitter.Integers(0);
        var first = emitter.Slice(emitter.Flatten(emitter.Value(value)), zero, emitter.Integers(1), zero);
        var isNaN = emitter.Add("IsNaN", [first]);
        return emitter.Cast(emitter.Add("And", [isNaN, emitter.Add("Not", [isNaN])]), OnnxElementType.Int64).Name;
    }

    /// <summary>Adds a copy of what a segment does to make some values.</summary>
    /// <param name="from">The first node of the segment.</param>
    /// <param name="to">The node behind its last.</param>
    /// <param name="values">The values.</param>
    /// <param name="wait">Zero, when the copy may run.</param>
    /// <param name="copies">Takes the names of the copies of all values that are made again.</param>
    private void Copy(int from, int to, IEnumerable<string> values, string wait, Dictionary<string, string> copies)
    {
        var needed = values.ToHashSet(StringComparer.Ordinal);
        var again = new Stack<NodeProto>();
        for (int i = to - 1; i >= from; i--)
        {
            var node = _forward[i];
            bool isCopied = node.Output.Any(o => needed.Contains(o) && !_kept.Contains(o)) && !node.HasSubgraphs()
                && _graph.Facts[node.Output[0]].Type.IsFloat;
            if (isCopied)
            {
                again.Push(node);
                needed.UnionWith(node.Input);
            }
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in again)
        {
            var copy = node.Clone();
            for (int i = 0; i < copy.Input.Count; i++)
            {
                if (!names.TryGetValue(copy.Input[i], out string? name))
                {
                    names[copy.Input[i]] = name = Waiting(copy.Input[i], wait);
                }

                copy.Input[i] = name;
            }

            if (copy.Input.SequenceEqual(node.Input))
            {
                // Nothing that it reads can wait; what it makes will.
                continue;
            }

            for (int i = 0; i < copy.Output.Count; i++)
            {
                if (copy.Output[i].Length > 0)
                {
                    copy.Output[i] = names[node.Output[i]] = _graph.NewName("again");
                    copies[node.Output[i]] = copy.Output[i];
                }
            }

            _graph.Append(copy);
            foreach (var (made, original) in copy.Output.Zip(node.Output).Where(pair => pair.First.Length > 0))
            {
                _graph.Facts[made] = _graph.Facts[original];
            }
        }
    }

    /// <summary>The same value, not before the backward pass has come so far.</summary>
    private string Waiting(string value, string wait)
    {
        if (_graph.Constant(value) is not null || _graph.Facts[value] is not { Rank: > 0 } facts || !facts.Type.IsFloat)
        {
            return value;
        }

        var emitter = new GraphEmitter(_graph);
        var x = emitter.Value(value);
        var shape = emitter.Add("Add", [emitter.Add("Shape", [x]), emitter.Value(wait)]);
        var same = emitter.Add("Reshape", [x, shape], ("allowzero", 1));
        _graph.Facts[same.Name] = facts;
        return same.Name;
    }
}
