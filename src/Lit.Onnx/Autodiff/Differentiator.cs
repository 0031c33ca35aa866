using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>Builds the gradient of a graph by a reverse sweep over the nodes between wanted values and a target.</summary>
internal sealed class Differentiator(OnnxGraph graph, GradientRules rules)
{
    private const int MaxOrigin = 300;

    /// <summary>For values that depend on what differs from a reference, those of the reference pass.</summary>
    public IReadOnlyDictionary<string, string> References { get; init; } = NodeContext.NoReferences;

    /// <summary>Says what becomes of each node between a value and a target, without changing anything.</summary>
    /// <param name="wanted">The values to differentiate by.</param>
    /// <param name="target">The value that is differentiated.</param>
    public IReadOnlyList<OperatorCoverage> Coverage(IEnumerable<string> wanted, string target)
    {
        return [.. Coverage(new Activity(graph, rules).Of(wanted), [target])];
    }

    /// <summary>Says what becomes of each active node that targets depend on, those of graphs within the graph included.</summary>
    internal IEnumerable<OperatorCoverage> Coverage(HashSet<string> active, IEnumerable<string> targets)
    {
        var reaching = Reaching(targets);
        var emitter = new GraphEmitter(graph);
        return graph.Proto.Node
            .Where(node => node.Makes(reaching) && node.Reads(active))
            .SelectMany(node => AssessAll(node, emitter, active));
    }

    /// <summary>Adds the nodes that compute the cotangents of values.</summary>
    /// <param name="emitter">Where nodes are added; its graph is this one.</param>
    /// <param name="target">The value that is differentiated, with the cotangent of its elements.</param>
    /// <param name="seed">The cotangent of the target.</param>
    /// <param name="wanted">The values to differentiate by.</param>
    /// <param name="output">What messages call the target; its name if null.</param>
    /// <returns>The cotangent of each wanted value.</returns>
    /// <exception cref="UnsupportedOperatorException">An operator on the path has no rule, or no path leads to the target.</exception>
    public IReadOnlyDictionary<string, GraphValue> Build(
        GraphEmitter emitter,
        string target,
        GraphValue seed,
        IReadOnlyList<string> wanted,
        string? output = null)
    {
        var active = new Activity(graph, rules).Of(wanted);
        Check(Path(active, [target]), emitter, active, output ?? target);
        var result = Sweep(emitter, [(target, seed)], wanted, active);
        if (wanted.FirstOrDefault(name => !result.ContainsKey(name)) is { } cut)
        {
            throw NoPath(cut, output ?? target, active, Reaching([target]));
        }

        return result;
    }

    /// <summary>Adds the nodes that compute the cotangents of values, where there are any.</summary>
    /// <param name="emitter">Where nodes are added; its graph is this one.</param>
    /// <param name="seeds">Values with their cotangents.</param>
    /// <param name="wanted">The values to differentiate by.</param>
    /// <returns>The cotangents of the wanted values that a seed depends on.</returns>
    internal Dictionary<string, GraphValue> Sweep(
        GraphEmitter emitter,
        IReadOnlyList<(string Value, GraphValue Cotangent)> seeds,
        IReadOnlyList<string> wanted) => Sweep(emitter, seeds, wanted, new Activity(graph, rules).Of(wanted));

    private Dictionary<string, GraphValue> Sweep(
        GraphEmitter emitter,
        IReadOnlyList<(string Value, GraphValue Cotangent)> seeds,
        IReadOnlyList<string> wanted,
        HashSet<string> active)
    {
        var pending = new Dictionary<string, List<GraphValue>>(StringComparer.Ordinal);
        foreach (var (value, cotangent) in seeds)
        {
            Accumulate(pending, value, cotangent);
        }

        Sweep(Path(active, seeds.Select(s => s.Value)), emitter, active, pending);
        var result = new Dictionary<string, GraphValue>(StringComparer.Ordinal);
        foreach (string name in wanted)
        {
            if (Total(pending, name, emitter) is { } total)
            {
                result[name] = total;
            }
        }

        return result;
    }

    /// <summary>Turns the cotangents of the results of nodes into those of the values that the nodes start from.</summary>
    /// <param name="nodes">The nodes in the order in which they run; each has a rule.</param>
    /// <param name="emitter">Where nodes are added.</param>
    /// <param name="active">The values whose cotangents are wanted.</param>
    /// <param name="pending">The cotangents that are known; takes in those that are found.</param>
    internal void Sweep(
        IReadOnlyList<NodeProto> nodes,
        GraphEmitter emitter,
        HashSet<string> active,
        Dictionary<string, List<GraphValue>> pending)
    {
        for (int k = nodes.Count - 1; k >= 0; k--)
        {
            var node = nodes[k];
            var outputs = new GraphValue?[node.Output.Count];
            for (int i = 0; i < outputs.Length; i++)
            {
                outputs[i] = Total(pending, node.Output[i], emitter);
            }

            if (Array.TrueForAll(outputs, o => o is null))
            {
                continue;
            }

            string[] inputs = [.. node.Input];
            var context = new GradientContext(node, emitter, rules, active, outputs) { References = References };
            var rule = rules.Find(Operators.NormalizeDomain(node.Domain), node.OpType)!;
            if (rule.Approximation is { } approximation)
            {
                emitter.Approximations.Add(approximation);
            }

            string? around = emitter.Origin;
            string place = node.Describe();
            emitter.Origin = place.Length <= MaxOrigin ? $"the gradient of {place}" : null;
            try
            {
                rule.Differentiate(context);
            }
            catch (Exception error) when (NodeErrors.IsContradiction(error))
            {
                throw NodeErrors.At(graph, node, error);
            }
            finally
            {
                emitter.Origin = around;
            }

            for (int i = 0; i < inputs.Length; i++)
            {
                if (context.InputGradients[i] is { } gradient)
                {
                    Accumulate(pending, inputs[i], gradient);
                }
            }

            foreach (var (value, gradient) in context.CapturedGradients)
            {
                Accumulate(pending, value, gradient);
            }
        }
    }

    /// <summary>Adds the outputs of a node that move with its inputs.</summary>
    internal void Activate(NodeProto node, HashSet<string> active) => new Activity(graph, rules).Spread(node, active);

    /// <summary>The nodes between active values and targets.</summary>
    private NodeProto[] Path(HashSet<string> active, IEnumerable<string> targets)
    {
        var reaching = Reaching(targets);
        return [.. graph.Proto.Node.Where(node => node.Makes(reaching) && node.Output.Any(o => reaching.Contains(o) && active.Contains(o)))];
    }

    private static void Accumulate(Dictionary<string, List<GraphValue>> pending, string value, GraphValue cotangent)
    {
        if (!pending.TryGetValue(value, out var list))
        {
            pending[value] = list = new(1);
        }

        list.Add(cotangent);
    }

    internal static GraphValue? Total(Dictionary<string, List<GraphValue>> pending, string value, GraphEmitter emitter)
    {
        if (value.Length == 0 || !pending.TryGetValue(value, out var list))
        {
            return null;
        }

        if (list.Count == 1)
        {
            return list[0];
        }

        var total = emitter.SumOf(list);
        pending[value] = [total];
        return total;
    }

    /// <summary>The values that the targets depend on.</summary>
    private HashSet<string> Reaching(IEnumerable<string> targets)
    {
        var reaching = new HashSet<string>(targets, StringComparer.Ordinal);
        foreach (var node in graph.Proto.Node.Reverse())
        {
            if (node.Makes(reaching))
            {
                foreach (string input in node.AllInputs())
                {
                    reaching.Add(input);
                }
            }
        }

        reaching.Remove(string.Empty);
        return reaching;
    }

    /// <summary>What becomes of a node, and of those in the branches or the body that its rule differentiates.</summary>
    private IEnumerable<OperatorCoverage> AssessAll(NodeProto node, GraphEmitter emitter, HashSet<string> active)
    {
        if (Assess(node, emitter, active) is not { } own)
        {
            yield break;
        }

        yield return own;
        if (own.Status != CoverageStatus.Differentiated)
        {
            yield break;
        }

        foreach (var body in node.Subgraphs())
        {
            var inner = new Differentiator(graph.Nest(body), rules);
            foreach (var one in inner.Coverage(active, body.Output.Select(o => o.Name)))
            {
                yield return one;
            }
        }
    }

    private OperatorCoverage? Assess(NodeProto node, GraphEmitter emitter, HashSet<string> active)
    {
        string domain = Operators.NormalizeDomain(node.Domain);
        string op = Operators.QualifiedName(domain, node.OpType);
        var context = new NodeContext.ReadOnly(node, emitter, rules, active) { References = References };
        OperatorCoverage Covered(CoverageStatus status, string detail) => new(op, context.Name, status, detail);

        if (rules.WhyNoGradient(domain, node.OpType) is { } reason)
        {
            return Covered(CoverageStatus.EndsGradient, reason);
        }

        if (node.Is("Cast") && !graph.Facts[node.Output[0]].Type.IsFloat)
        {
            return Covered(CoverageStatus.EndsGradient, "its result is not a floating point number");
        }

        if (rules.Find(domain, node.OpType) is not { } rule)
        {
            return Covered(CoverageStatus.Unsupported, OperatorReasons.WhyNoRule(domain, node.OpType) ?? "there is no rule for this operator");
        }

        string? why;
        try
        {
            why = rule.WhyUnsupported(context);
        }
        catch (UnsupportedOperatorException error)
        {
            why = error.Message;
        }
        catch (Exception error) when (NodeErrors.IsContradiction(error))
        {
            why = "its inputs and attributes contradict each other";
        }

        return why is not null
            ? Covered(CoverageStatus.Unsupported, why)
            : rule.Approximation is { } approximation
                ? Covered(CoverageStatus.StraightThrough, $"{rule.GetType().Name}: {approximation}")
                : Covered(CoverageStatus.Differentiated, rule.GetType().Name);
    }

    private void Check(
        IEnumerable<NodeProto> path,
        GraphEmitter emitter,
        HashSet<string> active,
        string target)
    {
        OperatorCoverage[] unsupported =
        [
            .. path.SelectMany(node => AssessAll(node, emitter, active))
                .Where(c => c.Status == CoverageStatus.Unsupported),
        ];
        if (unsupported.Length > 0)
        {
            const int Shown = 20;
            string list = string.Join("; ", unsupported.Take(Shown));
            string more = unsupported.Length > Shown ? $"; and {unsupported.Length - Shown} more" : string.Empty;
            throw new UnsupportedOperatorException(
                graph.File.Name,
                $"no gradient of '{target}' (opset {graph.File.Opset}): {list}{more}. Register a rule with "
                + $"{nameof(GradientRules)}.{nameof(GradientRules.With)}, differentiate by a value behind these nodes, or use a method "
                + "that perturbs the input instead of differentiating.",
                unsupported);
        }
    }

    private UnsupportedOperatorException NoPath(string value, string target, HashSet<string> active, HashSet<string> reaching)
    {
        OperatorCoverage[] ends =
        [
            .. graph.Proto.Node
                .Where(n => n.AllInputs().Any(i => active.Contains(i)) && n.Output.Any(o => reaching.Contains(o) && !active.Contains(o)))
                .Select(n => Assess(n, new GraphEmitter(graph), active)).OfType<OperatorCoverage>()
                .Where(c => c.Operator is not ("Shape" or "Size")),
        ];
        string reason = ends.Length == 0
            ? $"the target of '{target}' does not depend on '{value}', which lies behind it or beside it"
            : $"every path from '{value}' to '{target}' ends on the way: {string.Join("; ", ends.Take(10).Select(e => e.ToString()))}";
        return new(
            graph.File.Name,
            $"no gradient: {reason}. Choose another output or another value, or use a method that perturbs the input.",
            ends);
    }
}
