using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Programs;

/// <summary>Adds the nodes that make one number for each row from an output of the model.</summary>
internal sealed class TargetNodes(GraphEmitter graph, Func<string, GraphValue> input)
{
    /// <summary>The output that a target is about.</summary>
    /// <exception cref="UnsupportedOperatorException">The model has no such output.</exception>
    public static string FindOutput(OnnxGraph graph, ProgramTarget target)
    {
        string[] outputs = [.. graph.Proto.Output.Where(o => graph.Facts[o.Name].Type is var type
            && (type.IsFloat || type == OnnxElementType.Undefined)).Select(o => o.Name)];
        return target.Output is null
            ? outputs.FirstOrDefault() ?? throw new UnsupportedOperatorException(
                graph.File.Name,
                "expected an output of floating point numbers to explain, found none: class numbers alone have no gradient.")
            : outputs.Contains(target.Output)
                ? target.Output
                : throw new UnsupportedOperatorException(
                    graph.File.Name,
                    $"expected one of the outputs {string.Join(", ", outputs.Select(o => $"'{o}'"))} to explain, found '{target.Output}'.");
    }

    /// <summary>The input that holds the class, and others that a kind of target needs, with their types.</summary>
    public static IEnumerable<(string Name, bool HasRows)> Inputs(ProgramTargetKind kind) => kind switch
    {
        ProgramTargetKind.Margin => [(ProgramNames.Class, true), (ProgramNames.Against, true)],
        ProgramTargetKind.WeightedSum => [(ProgramNames.OutputWeights, true)],
        _ => [(ProgramNames.Class, true)],
    };

    /// <summary>Adds the nodes.</summary>
    /// <returns>A value of shape <c>[rows]</c>, in 32 bits or more.</returns>
    public GraphValue Add(string output, ProgramTargetKind kind)
    {
        if (kind == ProgramTargetKind.WeightedSum)
        {
            var y = Widen(graph.Value(output));
            if (y.Rank == 0)
            {
                throw new UnsupportedOperatorException(
                    graph.Graph.File.Name,
                    $"expected the output '{output}' to have a first dimension that counts examples, found a single number; choose another output.");
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
        private static NodeProto? Normalizer(OnnxGraph graph, string output)
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
