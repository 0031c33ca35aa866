using Lit.Onnx.Autodiff.Rules;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>Builds the gradient of a graph by a reverse sweep over the nodes between wanted values and a target.</summary>
internal sealed class Differentiator(OnnxGraph graph, GradientRules rules)
{
    private const int MaxOrigin = 300;

    /// <summary>For values that depend on what differs from a reference, those of the reference pass.</summary>
    public IReadOnlyDictionary<string, string> References { get; init; } = new Dictionary<string, string>();

    /// <summary>Says what becomes of each node between a value and a target, without changing anything.</summary>
    /// <param name="wanted">The values to differentiate by.</param>
    /// <param name="target">The value that is differentiated.</param>
    public IReadOnlyList<OperatorCoverage> Coverage(IEnumerable<string> wanted, string target)
    {
        var active = Activity(wanted);
        var reaching = Reaching(target);
        var emitter = new GraphEmitter(graph);
        var result = new List<OperatorCoverage>();
        foreach (var node in graph.Proto.Node)
        {
            if (node.Output.Any(reaching.Contains) && node.AllInputs().Any(active.Contains)
                && Assess(node, emitter, active) is { } assessment)
            {
                result.Add(assessment);
            }
        }

        return result;
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
        var active = Activity(wanted);
        var reaching = Reaching(target);
        var path = graph.Proto.Node
            .Where(node => node.Output.Any(o => reaching.Contains(o) && active.Contains(o)))
            .ToArray();
        Check(path, emitter, active, output ?? target);

        var pending = new Dictionary<string, List<GraphValue>>(StringComparer.Ordinal) { [target] = [seed] };
        Sweep(path, emitter, active, pending);
        var result = new Dictionary<string, GraphValue>(StringComparer.Ordinal);
        foreach (string name in wanted)
        {
            result[name] = Total(pending, name, emitter) ?? throw NoPath(name, output ?? target, active, reaching);
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
            var outputs = node.Output.Select(o => Total(pending, o, emitter)).ToArray();
            if (outputs.All(o => o is null))
            {
                continue;
            }

            string[] inputs = [.. node.Input];
            bool[] needed = [.. inputs.Select(active.Contains)];
            var context = new GradientContext(node, emitter, needed, outputs) { Rules = rules, References = References };
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
                    if (!pending.TryGetValue(inputs[i], out var list))
                    {
                        pending[inputs[i]] = list = [];
                    }

                    list.Add(gradient);
                }
            }
        }
    }

    internal static GraphValue? Total(Dictionary<string, List<GraphValue>> pending, string value, GraphEmitter emitter)
    {
        if (value.Length == 0 || !pending.TryGetValue(value, out var list))
        {
            return null;
        }

        var total = emitter.SumOf(list);
        pending[value] = [total];
        return total;
    }

    /// <summary>The values that move with the wanted ones.</summary>
    private HashSet<string> Activity(IEnumerable<string> wanted)
    {
        var active = new HashSet<string>(wanted, StringComparer.Ordinal);
        foreach (var node in graph.Proto.Node)
        {
            Activate(node, active);
        }

        return active;
    }

    /// <summary>Adds the outputs of a node that move with its inputs.</summary>
    internal void Activate(NodeProto node, HashSet<string> active)
    {
        string domain = Operators.NormalizeDomain(node.Domain);
        if (rules.WhyNoGradient(domain, node.OpType) is not null || !node.AllInputs().Any(active.Contains))
        {
            return;
        }

        var quantized = rules.Find(domain, node.OpType) as IQuantizedRule;
        for (int i = 0; i < node.Output.Count; i++)
        {
            string output = node.Output[i];
            var type = graph.Facts[output].Type;
            if (output.Length > 0
                && (quantized?.Carries(i) ?? (type.IsFloat || type == OnnxElementType.Undefined || IsCarried(node, type, active))))
            {
                active.Add(output);
            }
        }
    }

    /// <summary>Whether a node moves integers about that stand for rounded numbers on the path.</summary>
    private bool IsCarried(NodeProto node, OnnxElementType type, HashSet<string> active) =>
        node.Input.Any(i => active.Contains(i) && !graph.Facts[i].Type.IsFloat && graph.Facts[i].Type == type);

    /// <summary>The values that the target depends on.</summary>
    private HashSet<string> Reaching(string target)
    {
        var reaching = new HashSet<string>(StringComparer.Ordinal) { target };
        foreach (var node in graph.Proto.Node.Reverse())
        {
            if (node.Output.Any(reaching.Contains))
            {
                reaching.UnionWith(node.AllInputs());
            }
        }

        reaching.Remove(string.Empty);
        return reaching;
    }

    private OperatorCoverage? Assess(NodeProto node, GraphEmitter emitter, HashSet<string> active)
    {
        string domain = Operators.NormalizeDomain(node.Domain);
        string op = Operators.QualifiedName(domain, node.OpType);
        var needed = node.Input.Select(active.Contains).ToArray();
        var context = new NodeContext.ReadOnly(node, emitter, needed) { References = References };
        OperatorCoverage Covered(CoverageStatus status, string detail) => new(op, context.Name, status, detail);

        if (rules.WhyNoGradient(domain, node.OpType) is { } reason)
        {
            return Covered(CoverageStatus.EndsGradient, reason);
        }

        if (node.Is("Cast") && !graph.Facts[node.Output[0]].Type.IsFloat)
        {
            return Covered(CoverageStatus.EndsGradient, "its result is not a floating point number");
        }

        if (node.Subgraphs().Any())
        {
            return Covered(CoverageStatus.Unsupported, "graphs within graphs on the path have no rule");
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
            .. path.Select(node => Assess(node, emitter, active)).OfType<OperatorCoverage>()
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
