using System.Diagnostics;
using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;
using Lit.Onnx.Runtime;

namespace Lit.Benchmarks.Gpu;

/// <summary>How fast the device multiplies large square matrices through the same runtime: what a model of matrix products could reach.</summary>
internal static class MatrixPeak
{
    private const int Products = 8;

    /// <returns>Operations a second.</returns>
    public static double Measure(OnnxOptions options, int size)
    {
        using var native = SessionFactory.Create(Model(size).ToByteArray(), options, "matrices", folder: null);
        using var session = new OnnxSession(native, "matrices", options);
        double best = double.PositiveInfinity;
        for (int i = 0; i < 5; i++)
        {
            using Runner runner = session.Rent();
            runner.Input<float>(0, [1])[0] = 1e-3f;
            runner.Output(0);
            long start = Stopwatch.GetTimestamp();
            runner.Run(default);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * Products * size * size * size / best;
    }

    /// <summary>A matrix made on the device, multiplied with itself again and again; one number leaves.</summary>
    private static ModelProto Model(int size)
    {
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "matrices" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        var one = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimValue = 1 } } };
        model.Graph.Input.Add(new ValueInfoProto
        {
            Name = "x",
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxElementType.Float, Shape = one } },
        });
        model.Graph.Initializer.Add(TensorData.Create("shape", [size, size], 2));
        model.Graph.Node.Add(new NodeProto { OpType = "Expand", Input = { "x", "shape" }, Output = { "m0" } });
        for (int i = 0; i < Products; i++)
        {
            model.Graph.Node.Add(new NodeProto { OpType = "MatMul", Input = { $"m{i}", "m0" }, Output = { $"m{i + 1}" } });
        }

        model.Graph.Node.Add(new NodeProto { OpType = "ReduceMean", Input = { $"m{Products}" }, Output = { "y" } });
        model.Graph.Output.Add(new ValueInfoProto
        {
            Name = "y",
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)OnnxElementType.Float } },
        });
        return model;
    }
}
