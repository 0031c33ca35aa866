using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff.Recurrent;

/// <summary>A model of one recurrent node, and its gradient.</summary>
internal sealed class RecurrentModel(RecurrentCase one, RecurrentReference reference)
{
    private static readonly string[] OutputNames = ["Y", "Y_h", "Y_c"];

    private int Outputs => one.Operator == "LSTM" ? 3 : 2;

    /// <summary>The names of the inputs that are differentiated by.</summary>
    public string[] Wanted => !one.InitialStates ? ["X"] : one.Operator == "LSTM" ? ["X", "h0", "c0"] : ["X", "h0"];

    public OnnxGraph Graph(bool fixedShapes)
    {
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "recurrent" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 14 });
        var node = new NodeProto { OpType = one.Operator, Name = "cell" };
        int gates = one.Gates * one.Hidden;
        Input("X", OnnxElementType.Float, one.BatchFirst ? [one.Batch, one.Steps, one.Width] : [one.Steps, one.Batch, one.Width]);
        Constant("W", reference.W, one.Directions, gates, one.Width);
        Constant("R", reference.R, one.Directions, gates, one.Hidden);
        node.Input.Add(["X", "W", "R", one.Bias ? "B" : "", one.Lengths is null ? "" : "lengths"]);
        if (one.Bias)
        {
            Constant("B", reference.B, one.Directions, 2 * gates);
        }

        if (one.Lengths is not null)
        {
            Input("lengths", OnnxElementType.Int32, [one.Batch]);
        }

        node.Input.Add(one.InitialStates ? "h0" : "");
        if (one.InitialStates)
        {
            Input("h0", OnnxElementType.Float, StateShape());
        }

        if (one.Operator == "LSTM")
        {
            node.Input.Add(one.InitialStates ? "c0" : "");
            if (one.InitialStates)
            {
                Input("c0", OnnxElementType.Float, StateShape());
            }

            if (one.Peepholes)
            {
                node.Input.Add("P");
                Constant("P", reference.P, one.Directions, 3 * one.Hidden);
            }
        }

        node.Set("hidden_size", (long)one.Hidden);
        node.Set("direction", one.Direction);
        if (one.Activations is not null)
        {
            var attribute = new AttributeProto { Name = "activations", Type = AttributeProto.Types.AttributeType.Strings };
            attribute.Strings.AddRange(one.Activations.Select(ByteString.CopyFromUtf8));
            node.Attribute.Add(attribute);
        }

        AddFloats("activation_alpha", one.Alphas);
        AddFloats("activation_beta", one.Betas);
        if (one.Clip > 0)
        {
            node.Set("clip", (float)one.Clip);
        }

        if (one.LinearBeforeReset)
        {
            node.Set("linear_before_reset", 1L);
        }

        if (one.CoupledGates)
        {
            node.Set("input_forget", 1L);
        }

        if (one.BatchFirst)
        {
            node.Set("layout", 1L);
        }

        for (int i = 0; i < Outputs; i++)
        {
            node.Output.Add(one.Read[i] ? OutputNames[i] : "");
            if (one.Read[i])
            {
                model.Graph.Output.Add(Value(OutputNames[i], OnnxElementType.Float, null));
            }
        }

        model.Graph.Node.Add(node);
        var graph = new OnnxGraph(OnnxFile.Parse(model.ToByteArray(), "recurrent.onnx"));
        OpsetLifter.Lift(graph);
        GraphCleaner.Clean(graph);
        return graph;

        void Input(string name, OnnxElementType type, long[] shape) => model.Graph.Input.Add(Value(name, type, shape, fixedShapes));

        void Constant(string name, double[] values, params long[] shape) =>
            model.Graph.Initializer.Add(TensorData.Create(name, OnnxElementType.Float, values, shape));

        void AddFloats(string name, float[]? values)
        {
            if (values is not null)
            {
                var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Floats };
                attribute.Floats.AddRange(values);
                node.Attribute.Add(attribute);
            }
        }

        long[] StateShape() => one.BatchFirst ? [one.Batch, one.Directions, one.Hidden] : [one.Directions, one.Batch, one.Hidden];
    }

    /// <summary>Runs forward and backward: outputs by name, and cotangents under "d" and the name of the input.</summary>
    public Dictionary<string, Numbers> Run(Dictionary<string, Numbers> feeds, Dictionary<string, Numbers> cotangents, bool fixedShapes)
    {
        var graph = Graph(fixedShapes);
        var program = new ProgramGraph(graph);
        string[] read = [.. OutputNames.Take(Outputs).Where((_, i) => one.Read[i])];
        var seeds = read.Select(name =>
        {
            var seed = program.AddInput($"g{name}", OnnxElementType.Float, [.. Enumerable.Repeat(new OnnxDimension(null), graph.Facts[name].Rank!.Value)]);
            return (name, seed);
        }).ToArray();
        var gradients = new Differentiator(graph, GradientRules.Default).Sweep(program.Emitter, seeds, Wanted);
        foreach (string name in Wanted)
        {
            program.AddOutput($"d{name}", gradients[name]);
        }

        using var runner = new ProgramRunner(program.Finish(new("X", CutPointKind.Input, null, null), null));
        var all = new Dictionary<string, Numbers>(feeds);
        foreach (string name in read)
        {
            all[$"g{name}"] = cotangents[name];
        }

        return runner.Run(all);
    }

    private static ValueInfoProto Value(string name, OnnxElementType type, long[]? sizes, bool fixedShapes = true)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (sizes is not null)
        {
            tensor.Shape = new TensorShapeProto();
            tensor.Shape.Dim.AddRange(sizes.Select((size, i) => fixedShapes
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = $"{name}_{i}" }));
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
