using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Programs;

/// <summary>Adds the nodes that make one number for each row from an output of the model.</summary>
internal sealed class TargetNodes(GraphEmitter graph, Func<string, GraphValue> input)
{
    /// <summary>The output that a target is about; of several the first.</summary>
    /// <exception cref="UnsupportedOperatorException">The model has no such output.</exception>
    public static string FindOutput(OnnxGraph graph, ProgramTarget target) => Outputs(graph, target)[0];

    /// <summary>The outputs that a target is about.</summary>
    /// <exception cref="UnsupportedOperatorException">The model has no such output.</exception>
    public static IReadOnlyList<string> Outputs(OnnxGraph graph, ProgramTarget target)
    {
        string[] outputs = [.. graph.Proto.Output.Where(o => graph.Facts[o.Name].Type is var type
            && (type.IsFloat || type == OnnxElementType.Undefined)).Select(o => o.Name)];
        if (target.Formula is { } formula)
        {
            IReadOnlyList<string> names = FormulaParts.Of(formula).Outputs;
            return names.FirstOrDefault(name => !outputs.Contains(name) && !IsInner(graph, name)) is { } unknown
                ? throw Missing(graph, outputs, unknown)
                : names.Count > 0 ? names : throw new UnsupportedOperatorException(
                    graph.File.Name, $"target '{formula}': expected a formula of the model's outputs, found one of none.");
        }

        return target.Output is null
            ? [outputs.FirstOrDefault() ?? throw new UnsupportedOperatorException(
                graph.File.Name,
                "expected an output of floating point numbers to explain, found none: class numbers alone have no gradient.")]
            : outputs.Contains(target.Output) ? [target.Output] : throw Missing(graph, outputs, target.Output);
    }

    /// <summary>The inputs that a target takes, one row for each example.</summary>
    /// <param name="target">The target.</param>
    /// <param name="output">What is known of its output.</param>
    public static IEnumerable<TargetInput> Inputs(ProgramTarget target, ValueFacts output)
    {
        var precise = output.Type == OnnxElementType.Double ? OnnxElementType.Double : OnnxElementType.Float;
        TargetInput Class(string name) => new(name, OnnxElementType.Int64, 1, output.Shape is { Length: > 0 } rows ? rows[..1] : null);
        switch (target.Kind)
        {
            case ProgramTargetKind.Margin:
                return [Class(ProgramNames.Class), Class(ProgramNames.Against)];
            case ProgramTargetKind.WeightedSum:
                return [new(ProgramNames.OutputWeights, precise, Math.Max(1, output.Rank ?? 2), output.Shape)];
            case ProgramTargetKind.Sequence:
                return [new(ProgramNames.Labels, OnnxElementType.Int64, 2, output.Shape is { Length: 3 } shape ? shape[..2] : null)];
            case ProgramTargetKind.Formula:
                var parts = FormulaParts.Of(target.Formula!);
                return
                [
                    .. parts.Choices.Select((_, i) => Class(ProgramNames.Choice(i))),
                    .. parts.Fields.Select((field, i) => new TargetInput(
                        ProgramNames.Field(i),
                        precise,
                        1 + field.Dimensions,
                        field.Dimensions == 0 && output.Shape is { Length: > 0 } rows ? rows[..1] : null)),
                ];
            default:
                return [Class(ProgramNames.Class)];
        }
    }

    /// <summary>Adds the nodes.</summary>
    /// <param name="output">The output.</param>
    /// <param name="target">What is made of it.</param>
    /// <param name="rename">Where a value of the model is read.</param>
    /// <returns>A value of shape <c>[rows]</c>, in 32 bits or more.</returns>
    public GraphValue Add(string output, ProgramTarget target, Func<string, string> rename)
    {
        ProgramTargetKind kind = target.Kind;
        if (kind == ProgramTargetKind.Formula)
        {
            return new FormulaNodes(graph, target.Formula!, name => Widen(graph.Value(rename(name))), input).Add();
        }

        output = rename(output);
        if (kind == ProgramTargetKind.Sequence)
        {
            return Sequence(output);
        }

        if (kind == ProgramTargetKind.WeightedSum)
        {
            var y = Widen(graph.Value(output));
            if (y.Rank == 0)
            {
                throw new UnsupportedOperatorException(
                    graph.Graph.File.Name,
                    $"expected the output '{output}' to hold one row for each example, found a single number; choose another output.");
            }

            long[] rest = [.. Enumerable.Range(1, y.Rank - 1).Select(i => (long)i)];
            return graph.Sum(y * input(ProgramNames.OutputWeights), keep: false, rest);
        }

        var scores = Scores.Find(graph, output, asIs: kind == ProgramTargetKind.Value);
        return kind switch
        {
            ProgramTargetKind.Logit => scores.Logit(Hot(scores, ProgramNames.Class)),
            ProgramTargetKind.Margin => scores.Logit(Hot(scores, ProgramNames.Class)) - scores.Logit(Hot(scores, ProgramNames.Against)),
            ProgramTargetKind.Probability => scores.Probability(Hot(scores, ProgramNames.Class)),
            ProgramTargetKind.LogProbability => scores.LogProbability(Hot(scores, ProgramNames.Class)),
            ProgramTargetKind.Loss => -scores.LogProbability(Hot(scores, ProgramNames.Class)),
            _ => Scores.Pick(scores.Values, Hot(scores, ProgramNames.Class)),
        };
    }

    /// <summary>The log-probabilities of the tokens that are right, without the positions where none counts.</summary>
    private GraphValue Sequence(string output)
    {
        var logits = Widen(graph.Value(Scores.Normalizer(graph.Graph, output)?.Input[0] ?? output));
        if (logits.Rank != 3)
        {
            throw new UnsupportedOperatorException(
                graph.Graph.File.Name,
                $"expected the output '{output}' to hold scores of tokens for each position ([batch, tokens, vocabulary]), found "
                + $"{InnerValues.Shape(graph.Graph, output)}; choose another output.");
        }

        var labels = input(ProgramNames.Labels);
        var zero = graph.Constant(0, OnnxElementType.Int64);
        var counts = graph.Add("GreaterOrEqual", [labels, zero]);
        var index = graph.Unsqueeze(graph.Where(counts, labels, zero), 2);
        var picked = graph.Squeeze(
            graph.Add("GatherElements", [graph.Add("LogSoftmax", [logits], ("axis", -1)), index], ("axis", 2)), 2);
        return graph.Sum(graph.WhereOrZero(counts, picked), keep: false, 1);
    }

    private static bool IsInner(OnnxGraph graph, string name) =>
        graph.Producer(name) is not null && graph.Facts[name].Type.IsFloat;

    private static UnsupportedOperatorException Missing(OnnxGraph graph, string[] outputs, string found)
    {
        string near = NearNames.Of(found, outputs) is [var first, ..] ? $"; did you mean '{first}'?" : ".";
        return new(
            graph.File.Name,
            $"expected one of the outputs {string.Join(", ", outputs.Select(o => $"'{o}' {InnerValues.Shape(graph, o)}"))} to explain, "
            + $"found '{found}'{near}");
    }

    private GraphValue Widen(GraphValue x) =>
        x.ElementType is OnnxElementType.Float16 or OnnxElementType.BFloat16 ? graph.Cast(x, OnnxElementType.Float) : x;

    /// <summary>1 at the class of each row and 0 elsewhere: <c>[rows, classes]</c>.</summary>
    private GraphValue Hot(Scores scores, string name)
    {
        var values = scores.Values;
        var zeroOne = graph.Constant([0, 1], values.ElementType, 2);
        var depth = graph.Reshape(scores.ClassCount(), graph.Integers());
        return graph.Add("OneHot", [input(name), depth, zeroOne], ("axis", -1));
    }

    /// <summary>The scores of the classes and how they become probabilities.</summary>
    private sealed class Scores
    {
        private readonly GraphEmitter _graph;
        private readonly Normalization _normalization;
        private readonly bool _single;

        private Scores(GraphEmitter graph, GraphValue values, Normalization normalization, bool single)
        {
            _graph = graph;
            Values = values;
            _normalization = normalization;
            _single = single;
        }

        private enum Normalization
        {
            Softmax,
            Sigmoid,
        }

        /// <summary>Logits, or plain values: <c>[rows, classes]</c>.</summary>
        public GraphValue Values { get; }

        public static Scores Find(GraphEmitter graph, string output, bool asIs)
        {
            var normalization = Normalization.Softmax;
            string name = output;
            if (!asIs && Normalizer(graph.Graph, output) is { } node)
            {
                normalization = node.Is("Sigmoid") ? Normalization.Sigmoid : Normalization.Softmax;
                name = node.Input[0];
            }

            var values = graph.Value(name);
            if (!values.ElementType.IsFloat)
            {
                throw values.ElementType == OnnxElementType.Undefined
                    ? graph.Unknown(name, "element type")
                    : new UnsupportedOperatorException(
                        graph.Graph.File.Name,
                        $"expected the output '{output}' to hold floating point numbers to explain, found {values.ElementType}.");
            }

            if (values.ElementType is OnnxElementType.Float16 or OnnxElementType.BFloat16)
            {
                values = graph.Cast(values, OnnxElementType.Float);
            }

            values = values.Rank switch
            {
                1 => graph.Unsqueeze(values, 1),
                2 => values,
                _ => throw new UnsupportedOperatorException(
                    graph.Graph.File.Name,
                    $"expected the output '{output}' to hold one row of scores for each example ([batch, classes]), found "
                    + $"{values.Rank} dimensions; choose another output, or weigh its numbers."),
            };

            // One logit stands for two classes: its own against 0.
            bool single = !asIs && values.Dimensions?[1] == 1;
            return new(graph, values, normalization, single);
        }

        public static GraphValue Pick(GraphValue values, GraphValue hot) => values.Emitter.Sum(values * hot, keep: false, -1);

        public GraphValue ClassCount() => _single ? _graph.Integers(2) : _graph.Dimension(Values, -1);

        /// <summary>The score of a class; that of the negative class of a single logit is the negative of it.</summary>
        public GraphValue Logit(GraphValue hot) => Pick(_single ? _graph.Concat(1, -Values, Values) : Values, hot);

        public GraphValue Probability(GraphValue hot) => _single || _normalization == Normalization.Sigmoid
            ? Pick(_graph.Add("Sigmoid", [_single ? _graph.Concat(1, -Values, Values) : Values]), hot)
            : Pick(_graph.Add("Softmax", [Values], ("axis", -1)), hot);

        /// <remarks>ln σ(x) = −softplus(−x), which does not lose what is left of small probabilities.</remarks>
        public GraphValue LogProbability(GraphValue hot) => _single || _normalization == Normalization.Sigmoid
            ? Pick(-_graph.Add("Softplus", [-(_single ? _graph.Concat(1, -Values, Values) : Values)]), hot)
            : Pick(_graph.Add("LogSoftmax", [Values], ("axis", -1)), hot);

        /// <summary>The node at the end of the model that turns logits into probabilities; null if there is none.</summary>
        public static NodeProto? Normalizer(OnnxGraph graph, string output)
        {
            while (graph.Producer(output) is { } node)
            {
                if (node.Is("Softmax") || node.Is("LogSoftmax") || node.Is("Sigmoid"))
                {
                    bool rows = node.Is("Sigmoid") || graph.Facts[node.Input[0]].Rank is not { } rank
                        || NodeContext.Axis(node.Int("axis", -1), rank) == rank - 1;
                    return rows ? node : null;
                }

                if (!(node.Is("Identity") || (node.Is("Cast") && graph.Facts[node.Input[0]].Type.IsFloat)))
                {
                    return null;
                }

                output = node.Input[0];
            }

            return null;
        }
    }
}

/// <summary>An input that a target adds to a program.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Rank">How many dimensions it has; the first counts examples.</param>
/// <param name="Shape">What they are for a program of examples; null if only their number is known.</param>
internal sealed record TargetInput(string Name, OnnxElementType Type, int Rank, SymbolicInteger[]? Shape);
