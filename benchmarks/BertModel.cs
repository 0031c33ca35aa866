using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Benchmarks;

/// <summary>Writes a BERT encoder with a classifier of two classes and random weights as an ONNX file.</summary>
internal static class BertModel
{
    private const int Layers = 6;
    private const int Hidden = 384;
    private const int Heads = 12;
    private const int Inner = 1536;
    private const int Vocabulary = 30_522;
    private const int Positions = 512;

    public static byte[] Write() => new Writer().Write();

    private sealed class Writer
    {
        private readonly ModelProto _model = new() { IrVersion = 8, Graph = new GraphProto { Name = "bert" } };
        private ulong _random = 0x9E3779B97F4A7C15;
        private int _values;

        public byte[] Write()
        {
            _model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
            _model.Graph.Input.Add(Declare("input_ids", OnnxElementType.Int64, "batch", "length"));
            string words = Op("Gather", [Normal("words", Vocabulary, Hidden), "input_ids"]);
            string length = Op("Shape", ["input_ids"], n => { n.Set("start", 1L); n.Set("end", 2L); });
            string positions = Op("Slice", [Normal("positions", Positions, Hidden), Integers("zero", 0), length, Integers("first", 0)]);
            string x = Norm(Op("Add", [words, positions]), "embeddings");
            Integers("heads", 0, 0, Heads, Hidden / Heads);
            Integers("joined", 0, 0, Hidden);
            Scalar("scale", 1 / Math.Sqrt((double)Hidden / Heads));
            Scalar("root", Math.Sqrt(2));
            Scalar("one", 1);
            Scalar("half", 0.5);
            for (int layer = 0; layer < Layers; layer++)
            {
                x = Layer(x, $"layer{layer}.");
            }

            string pooled = Op("ReduceMean", [x], n => { n.Set("axes", [1]); n.Set("keepdims", 0L); });
            Op("Gemm", [pooled, Normal("classifier", Hidden, 2)], output: "logits");
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
            x = Norm(Op("Add", [x, Linear(Op("Reshape", [context, "joined"]), layer + "output", Hidden, Hidden)]), layer + "attention");
            string inner = Linear(x, layer + "inner", Hidden, Inner);
            string erf = Op("Add", [Op("Erf", [Op("Div", [inner, "root"])]), "one"]);
            string gelu = Op("Mul", [Op("Mul", [inner, erf]), "half"]);
            return Norm(Op("Add", [x, Linear(gelu, layer + "outer", Inner, Hidden)]), layer + "norm");
        }

        private string Split(string x, string name, params long[] order) =>
            Op("Transpose", [Op("Reshape", [Linear(x, name, Hidden, Hidden), "heads"])], n => n.Set("perm", order));

        private string Linear(string x, string name, int from, int to) =>
            Op("Add", [Op("MatMul", [x, Normal(name, from, to)]), Normal(name + ".bias", to)]);

        private string Norm(string x, string name) => Op(
            "LayerNormalization",
            [x, Filled(name + ".scale", 1, Hidden), Filled(name + ".shift", 0, Hidden)],
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
