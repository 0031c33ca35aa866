using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Benchmarks;

/// <summary>The sizes of a BERT encoder.</summary>
internal sealed record BertShape(int Layers, int Hidden, int Heads, int Inner)
{
    public static BertShape Small { get; } = new(6, 384, 12, 1536);

    public static BertShape Base { get; } = new(12, 768, 12, 3072);

    /// <summary>Operations of matrix products for one row of tokens: a forward pass, and the gradient of the embeddings.</summary>
    /// <remarks>Weights cost their product once more going back, the two products of attention cost theirs twice more.</remarks>
    public double Operations(int tokens)
    {
        double weights = 2.0 * Layers * tokens * ((4.0 * Hidden * Hidden) + (2.0 * Hidden * Inner));
        double attention = 4.0 * Layers * tokens * tokens * Hidden;
        return (2 * weights) + (3 * attention);
    }
}

/// <summary>Writes a BERT encoder with a classifier of two classes and random weights as an ONNX file.</summary>
internal static class BertModel
{
    private const int Vocabulary = 30_522;
    private const int Positions = 512;

    /// <summary>6 layers, 384 wide.</summary>
    public static byte[] Write() => Write(BertShape.Small);

    public static byte[] Write(BertShape shape) => new Writer(shape).Write();

    private sealed class Writer(BertShape bert)
    {
        private readonly ModelProto _model = new() { IrVersion = 8, Graph = new GraphProto { Name = "bert" } };
        private ulong _random = 0x9E3779B97F4A7C15;
        private int _values;

        public byte[] Write()
        {
            _model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
            _model.Graph.Input.Add(Declare("input_ids", OnnxElementType.Int64, "batch", "length"));
            string words = Op("Gather", [Normal("words", Vocabulary, bert.Hidden), "input_ids"]);
            string length = Op("Shape", ["input_ids"], n => { n.Set("start", 1L); n.Set("end", 2L); });
            string positions = Op("Slice", [Normal("positions", Positions, bert.Hidden), Integers("zero", 0), length, Integers("first", 0)]);
            string x = Norm(Op("Add", [words, positions]), "embeddings");
            Integers("heads", 0, 0, bert.Heads, bert.Hidden / bert.Heads);
            Integers("joined", 0, 0, bert.Hidden);
            Scalar("scale", 1 / Math.Sqrt((double)bert.Hidden / bert.Heads));
            Scalar("root", Math.Sqrt(2));
            Scalar("one", 1);
            Scalar("half", 0.5);
            for (int layer = 0; layer < bert.Layers; layer++)
            {
                x = Layer(x, $"layer{layer}.");
            }

            string pooled = Op("ReduceMean", [x], n => { n.Set("axes", [1]); n.Set("keepdims", 0L); });
            Op("Gemm", [pooled, Normal("classifier", bert.Hidden, 2)], output: "logits");
            _model.Graph.Output.Add(Declare("logits", OnnxElementType.Float, "batch", "2"));
            return _model.ToByteArray();
        }

        private string Layer(string x, string layer)
        {
            string query = Split(x, layer + "query", 0, 2, 1, 3);
            string key = Split(x, layer + "key", 0, 2, 3, 1);
            string value = Split(x, layer + "value", 0, 2, 1, 3);
            string scores = Op("Mul", [Op("MatMul", [query, key]), "scale"]);
            string weights = Op("Softmax", [scores], n => n.Set("axis", -1L));
            string context = Op("Transpose", [Op("MatMul", [weights, value])], n => n.Set("perm", [0, 2, 1, 3]));
            x = Norm(Op("Add", [x, Linear(Op("Reshape", [context, "joined"]), layer + "output", bert.Hidden, bert.Hidden)]), layer + "attention");
            string inner = Linear(x, layer + "inner", bert.Hidden, bert.Inner);
            string erf = Op("Add", [Op("Erf", [Op("Div", [inner, "root"])]), "one"]);
            string gelu = Op("Mul", [Op("Mul", [inner, erf]), "half"]);
            return Norm(Op("Add", [x, Linear(gelu, layer + "outer", bert.Inner, bert.Hidden)]), layer + "norm");
        }

        private string Split(string x, string name, params long[] order) =>
            Op("Transpose", [Op("Reshape", [Linear(x, name, bert.Hidden, bert.Hidden), "heads"])], n => n.Set("perm", order));

        private string Linear(string x, string name, int from, int to) =>
            Op("Add", [Op("MatMul", [x, Normal(name, from, to)]), Normal(name + ".bias", to)]);

        private string Norm(string x, string name) => Op(
            "LayerNormalization",
            [x, Filled(name + ".scale", 1, bert.Hidden), Filled(name + ".shift", 0, bert.Hidden)],
            n => n.Set("epsilon", 1e-12f));

        private string Op(string op, string[] inputs, Action<NodeProto>? attributes = null, string? output = null)
        {
            output ??= $"v{++_values}";
            var node = new NodeProto { OpType = op, Output = { output } };
            node.Input.AddRange(inputs);
            attributes?.Invoke(node);
            _model.Graph.Node.Add(node);
            return output;
        }

        private string Normal(string name, params long[] shape)
        {
            double[] values = new double[shape.Aggregate(1L, (a, b) => a * b)];
            for (int i = 0; i < values.Length; i++)
            {
                _random = unchecked((_random * 6364136223846793005) + 1442695040888963407);
                values[i] = (((_random >> 40) / (double)(1 << 24)) - 0.5) * 0.14;
            }

            return Add(TensorData.Create(name, OnnxElementType.Float, values, shape));
        }

        private string Filled(string name, double value, int length) =>
            Add(TensorData.Create(name, OnnxElementType.Float, [.. Enumerable.Repeat(value, length)], length));

        private string Integers(string name, params long[] values) => Add(TensorData.Create(name, values, values.Length));

        private void Scalar(string name, double value) => Add(TensorData.Create(name, OnnxElementType.Float, [value]));

        private string Add(TensorProto tensor)
        {
            _model.Graph.Initializer.Add(tensor);
            return tensor.Name;
        }

        private static ValueInfoProto Declare(string name, OnnxElementType type, params string[] dims)
        {
            var shape = new TensorShapeProto();
            shape.Dim.AddRange(dims.Select(d => new TensorShapeProto.Types.Dimension { DimParam = d }));
            return new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } } };
        }
    }
}
