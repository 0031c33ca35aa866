using Google.Protobuf;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Fuzzing;

/// <summary>The sound models that damage is done to: one for each case of an operator, and small exported ones.</summary>
internal static class FuzzSeeds
{
    private const int LargestFile = 70_000;
    private const int LargestTensor = 256;

    public static IReadOnlyList<byte[]> All { get; } = [.. Operators(), .. Files()];

    private static IEnumerable<byte[]> Operators()
    {
        int i = 0;
        foreach (var one in OperatorCases.All)
        {
            yield return one.Model(fixedShapes: i++ % 2 == 0, OnnxElementType.Float).ToByteArray();
        }
    }

    /// <summary>Large weights are cut away: what is damaged is the structure.</summary>
    private static IEnumerable<byte[]> Files()
    {
        foreach (string path in Directory.EnumerateFiles(TestFiles.Model(), "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
            foreach (var tensor in model.Graph.Initializer.Where(t => t.RawData.Length > LargestTensor && t.DataType == (int)OnnxElementType.Float).ToArray())
            {
                // A constant that is made when the model runs has the same shape and takes no room.
                string shape = $"{tensor.Name}_shape";
                model.Graph.Node.Insert(0, new NodeProto { OpType = "ConstantOfShape", Input = { shape }, Output = { tensor.Name } });
                model.Graph.Initializer.Add(TensorData.Create(shape, [.. tensor.Dims], tensor.Dims.Count));
                model.Graph.Initializer.Remove(tensor);
            }

            byte[] bytes = model.ToByteArray();
            if (bytes.Length <= LargestFile)
            {
                yield return bytes;
            }
        }
    }
}
