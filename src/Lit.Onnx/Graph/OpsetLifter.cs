using Lit.Onnx.Autodiff;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Rewrites a graph of older standard operators in those of version 18.</summary>
/// <remarks>Graphs of later versions stay as they are: what changed since then are types, and operators that are new.</remarks>
internal static class OpsetLifter
{
    /// <summary>The version that gradients are written in.</summary>
    public const int Target = 18;

    /// <summary>The first version that is understood.</summary>
    public const int Oldest = 7;

    /// <exception cref="UnsupportedOperatorException">The model is older than version 7, or a node has no counterpart.</exception>
    public static void Lift(OnnxGraph graph)
    {
        int version = graph.Opset;
        if (version >= Target)
        {
            return;
        }

        if (version < Oldest)
        {
            throw new UnsupportedOperatorException(
                graph.File.Name,
                $"expected standard operators of version {Oldest} or later, found {version}; convert the model with the exporter that made it.");
        }

        Lift(graph, graph.Proto, version);
        graph.Opset = Target;
        graph.Model.IrVersion = Math.Max(graph.Model.IrVersion, 8);
        graph.Refresh();
    }

    /// <summary>Rewrites the body of a function, which has operator versions of its own.</summary>
    public static void LiftBody(OnnxGraph graph, FunctionProto function, int version)
    {
        if (version is < Oldest or >= Target)
        {
            return;
        }

        var body = new GraphProto { Node = { function.Node } };
        Lift(graph, body, version);
        function.Node.Clear();
        function.Node.AddRange(body.Node);
        graph.Proto.Initializer.AddRange(body.Initializer);
    }

    private static void Lift(OnnxGraph graph, GraphProto proto, int version)
    {
        var nodes = proto.Node.ToArray();
        proto.Node.Clear();
        foreach (var node in nodes)
        {
            foreach (var subgraph in node.Subgraphs())
            {
                Lift(graph, subgraph, version);
            }

            var result = new Rewrite(graph, proto, node, version);
            if (Operators.NormalizeDomain(node.Domain).Length == 0)
            {
                try
                {
                    result.Apply();
                }
                catch (Exception error) when (NodeErrors.IsContradiction(error))
                {
                    throw NodeErrors.At(graph, node, error);
                }
            }

            proto.Node.Add(node);
            proto.Node.AddRange(result.After);
        }
    }

    /// <summary>One node on its way to version 18.</summary>
    private sealed class Rewrite(OnnxGraph graph, GraphProto proto, NodeProto node, int version)
    {
        /// <summary>Nodes that come behind the rewritten one.</summary>
        public List<NodeProto> After { get; } = [];

        public void Apply()
        {
            switch (node.OpType)
            {
                case "Squeeze" or "Unsqueeze" or "ReduceSum" when version < 13:
                case "ReduceMean" or "ReduceMax" or "ReduceMin" or "ReduceProd" or "ReduceL1" or "ReduceL2" or "ReduceLogSum"
                    or "ReduceLogSumExp" or "ReduceSumSquare":
                    ToInput("axes", 1);
                    break;
                case "Split":
                    ToInput("split", 1);
                    if (!node.HasInput(1))
                    {
                        node.Set("num_outputs", node.Output.Count);
                    }

                    break;
                case "Slice" when version < 10:
                    ToInput("starts", 1);
                    ToInput("ends", 2);
                    ToInput("axes", 3);
                    break;
                case "Pad" when version < 11:
                    ToInput("pads", 1);
                    ToFloatInput("value", 2);
                    break;
                case "Clip" when version < 11:
                    ToFloatInput("min", 1);
                    ToFloatInput("max", 2);
                    break;
                case "TopK" when version < 10:
                    SetInput(1, Constant([node.Int("k")], 1));
                    node.Remove("k");
                    break;
                case "Dropout":
                    node.Remove("ratio");
                    break;
                case "Scatter":
                    node.OpType = "ScatterElements";
                    break;
                case "Upsample":
                    LiftUpsample();
                    break;
                case "Resize" when version < 11:
                    SetInput(2, node.Input[1]);
                    node.Input[1] = string.Empty;
                    node.Set("coordinate_transformation_mode", "asymmetric");
                    node.Set("nearest_mode", "floor");
                    break;
                case "Scan" when version < 9:
                    throw new UnsupportedOperatorException(graph.File.Name, $"{node.Describe()}: Scan of version 8 goes through batches in a way of its own; export the model again.");
                case "BatchNormalization":
                    node.Remove("spatial");
                    while (version < 14 && node.Output.Count > 1)
                    {
                        node.Output.RemoveAt(node.Output.Count - 1);
                    }

                    break;
                case "Softmax" or "LogSoftmax" or "Hardmax" when version < 13:
                    LiftSoftmax();
                    break;
                default:
                    break;
            }
        }

        private void SetInput(int index, string name)
        {
            while (node.Input.Count <= index)
            {
                node.Input.Add(string.Empty);
            }

            node.Input[index] = name;
        }

        private void ToInput(string attribute, int index)
        {
            if (node.Ints(attribute) is { } values)
            {
                SetInput(index, Constant(values, values.Length));
                node.Remove(attribute);
            }
        }

        private void ToFloatInput(string attribute, int index)
        {
            if (node.Find(attribute) is { } found)
            {
                // The element type of the data decides; before version 11 these operators had floating point data only.
                var type = graph.Facts[node.Input[0]].Type;
                SetInput(index, Constant(TensorData.Create(
                    graph.NewName("lifted"),
                    type.IsFloat ? type : OnnxElementType.Float,
                    [found.F])));
                node.Remove(attribute);
            }
        }

        private void LiftUpsample()
        {
            node.OpType = "Resize";
            if (node.Find("scales") is { } scales)
            {
                double[] values = [.. scales.Floats.Select(s => (double)s)];
                SetInput(2, Constant(TensorData.Create(graph.NewName("lifted"), OnnxElementType.Float, values, values.Length)));
                node.Remove("scales");
            }
            else
            {
                SetInput(2, node.Input[1]);
                node.Input[1] = string.Empty;
            }

            node.Set("coordinate_transformation_mode", "asymmetric");
            node.Set("nearest_mode", "floor");
        }

        /// <summary>Before version 13 these worked on the input as a matrix of two dimensions.</summary>
        private void LiftSoftmax()
        {
            long axis = node.Int("axis", 1);
            int? rank = graph.Facts[node.Input[0]].Rank;
            node.Remove("axis");
            if (rank is { } known && (axis == known - 1 || axis == -1))
            {
                node.Set("axis", -1);
                return;
            }

            string flat = graph.NewName("flat");
            string matrix = graph.NewName("matrix");
            string shape = graph.NewName("shape");
            string x = node.Input[0];
            string y = node.Output[0];
            node.Set("axis", -1);
            string op = node.OpType;
            var attributes = node.Attribute.ToArray();

            // The node itself becomes the first of the chain, so that the order of the graph holds.
            node.OpType = "Flatten";
            node.Attribute.Clear();
            node.Set("axis", axis);
            node.Output[0] = flat;
            var softmax = new NodeProto { OpType = op, Input = { flat }, Output = { matrix } };
            softmax.Attribute.AddRange(attributes);
            After.Add(softmax);
            After.Add(new NodeProto { OpType = "Shape", Input = { x }, Output = { shape } });
            After.Add(new NodeProto { OpType = "Reshape", Input = { matrix, shape }, Output = { y } });
        }

        private string Constant(long[] values, int length) => Constant(TensorData.Create(graph.NewName("lifted"), values, length));

        private string Constant(TensorProto tensor)
        {
            proto.Initializer.Add(tensor);
            return tensor.Name;
        }
    }
}
