using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Benchmarks;

/// <summary>Writes image classifiers with the shapes of ResNet-18 and MobileNetV2 and random weights as ONNX files.</summary>
/// <remarks>Batch normalisation is folded into the convolutions, as exporters do.</remarks>
internal static class ConvolutionModel
{
    public static byte[] ResNet18()
    {
        var writer = new Writer();
        string x = writer.Relu(writer.Convolution("image", 3, 64, 7, stride: 2));
        x = writer.Op("MaxPool", [x], n => { n.Set("kernel_shape", [3, 3]); n.Set("strides", [2, 2]); n.Set("pads", [1, 1, 1, 1]); });
        int channels = 64;
        foreach (int width in (int[])[64, 128, 256, 512])
        {
            for (int block = 0; block < 2; block++)
            {
                int stride = block == 0 && width > 64 ? 2 : 1;
                string y = writer.Relu(writer.Convolution(x, channels, width, 3, stride));
                y = writer.Convolution(y, width, width, 3);
                string shortcut = stride == 1 && channels == width ? x : writer.Convolution(x, channels, width, 1, stride);
                x = writer.Relu(writer.Op("Add", [y, shortcut]));
                channels = width;
            }
        }

        return writer.Finish(x, channels);
    }

    public static byte[] MobileNetV2()
    {
        var writer = new Writer();
        string x = writer.Clip(writer.Convolution("image", 3, 32, 3, stride: 2));
        int channels = 32;
        foreach (var (expand, width, count, first) in ((int, int, int, int)[])
            [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)])
        {
            for (int block = 0; block < count; block++)
            {
                int stride = block == 0 ? first : 1;
                int inner = channels * expand;
                string y = expand == 1 ? x : writer.Clip(writer.Convolution(x, channels, inner, 1));
                y = writer.Clip(writer.Convolution(y, inner, inner, 3, stride, group: inner));
                y = writer.Convolution(y, inner, width, 1);
                x = stride == 1 && channels == width ? writer.Op("Add", [x, y]) : y;
                channels = width;
            }
        }

        return writer.Finish(writer.Clip(writer.Convolution(x, channels, 1280, 1)), 1280);
    }

    private sealed class Writer
    {
        private readonly ModelProto _model = new() { IrVersion = 8, Graph = new GraphProto { Name = "image classifier" } };
        private ulong _random = 0x9E3779B97F4A7C15;
        private int _values;

        public Writer()
        {
            _model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
            _model.Graph.Input.Add(Declare("image", ["batch"], 3, 224, 224));
            _model.Graph.Initializer.Add(TensorData.Create("zero", OnnxElementType.Float, [0]));
            _model.Graph.Initializer.Add(TensorData.Create("six", OnnxElementType.Float, [6]));
        }

        public byte[] Finish(string x, int channels)
        {
            string pooled = Op("Flatten", [Op("GlobalAveragePool", [x])]);
            var node = new NodeProto { OpType = "Gemm", Output = { "logits" } };
            node.Input.AddRange([pooled, Normal(1, channels, 1000), Normal(1, 1000)]);
            _model.Graph.Node.Add(node);
            _model.Graph.Output.Add(Declare("logits", ["batch"], 1000));
            return _model.ToByteArray();
        }

        public string Convolution(string x, int from, int to, int kernel, int stride = 1, int group = 1) => Op(
            "Conv",
            [x, Normal((double)kernel * kernel * from / group, to, from / group, kernel, kernel), Normal(1000, to)],
            n =>
            {
                n.Set("kernel_shape", [kernel, kernel]);
                n.Set("strides", [stride, stride]);
                n.Set("pads", [.. Enumerable.Repeat((long)(kernel / 2), 4)]);
                n.Set("group", (long)group);
            });

        public string Relu(string x) => Op("Relu", [x]);

        public string Clip(string x) => Op("Clip", [x, "zero", "six"]);

        public string Op(string op, string[] inputs, Action<NodeProto>? attributes = null)
        {
            var node = new NodeProto { OpType = op, Output = { $"v{++_values}" } };
            node.Input.AddRange(inputs);
            attributes?.Invoke(node);
            _model.Graph.Node.Add(node);
            return node.Output[0];
        }

        private string Normal(double fan, params long[] shape)
        {
            double[] values = new double[shape.Aggregate(1L, (a, b) => a * b)];
            double scale = Math.Sqrt(24 / fan);
            for (int i = 0; i < values.Length; i++)
            {
                _random = unchecked((_random * 6364136223846793005) + 1442695040888963407);
                values[i] = (((_random >> 40) / (double)(1 << 24)) - 0.5) * scale;
            }

            var tensor = TensorData.Create($"w{++_values}", OnnxElementType.Float, values, shape);
            _model.Graph.Initializer.Add(tensor);
            return tensor.Name;
        }

        private static ValueInfoProto Declare(string name, string[] symbols, params long[] sizes)
        {
            var shape = new TensorShapeProto();
            shape.Dim.AddRange(symbols.Select(s => new TensorShapeProto.Types.Dimension { DimParam = s }));
            shape.Dim.AddRange(sizes.Select(s => new TensorShapeProto.Types.Dimension { DimValue = s }));
            return new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxElementType.Float, Shape = shape } } };
        }
    }
}
