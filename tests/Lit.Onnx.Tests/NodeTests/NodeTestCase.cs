using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Protos;
using NUnit.Framework;

namespace Lit.Onnx.NodeTests;

/// <summary>A model with recorded inputs and outputs, as the authors of the standard publish them for its operators.</summary>
internal sealed record NodeTestCase(string Name, string Folder)
{
    private static readonly string[] Places =
    [
        "/usr/share/libonnx-testdata/data", "/usr/lib/python3/dist-packages/onnx/backend/test/data",
    ];

    public string ModelPath => Path.Combine(Folder, "model.onnx");

    /// <summary>The cases of one kind; the test is skipped where they are not installed.</summary>
    public static IReadOnlyList<NodeTestCase> All(string kind)
    {
        string? named = Environment.GetEnvironmentVariable("ONNX_TEST_DATA");
        string? root = named is null ? Places.FirstOrDefault(place => Directory.Exists(Path.Combine(place, "node"))) : named;
        if (root is null || !Directory.Exists(Path.Combine(root, kind)))
        {
            Assert.Ignore("Needs the test data of the ONNX standard: install the Debian package libonnx-testdata, or let ONNX_TEST_DATA name the "
                + "folder with 'node', 'simple' … (onnx/backend/test/data).");
        }

        return
        [
            .. Directory.EnumerateDirectories(Path.Combine(root!, kind)).Order(StringComparer.Ordinal)
                .Where(folder => File.Exists(Path.Combine(folder, "model.onnx")))
                .Select(folder => new NodeTestCase(Path.GetFileName(folder), folder)),
        ];
    }

    /// <summary>The recorded tensors of one side by the names that the model gives them; null if one is no tensor of numbers.</summary>
    /// <param name="side">"input" or "output".</param>
    /// <param name="names">The names, in order.</param>
    public Dictionary<string, Numbers>? Read(string side, IReadOnlyList<string> names)
    {
        var values = new Dictionary<string, Numbers>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            string path = Path.Combine(Folder, "test_data_set_0", $"{side}_{i}.pb");
            if (!File.Exists(path) || ReadTensor(path) is not { } tensor)
            {
                return null;
            }

            values[names[i]] = tensor;
        }

        return values;
    }

    private static Numbers? ReadTensor(string path)
    {
        TensorProto tensor;
        try
        {
            tensor = TensorProto.Parser.ParseFrom(File.ReadAllBytes(path));
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }

        double[]? values = tensor.ReadFloats() ?? tensor.ReadIntegers()?.Select(v => (double)v).ToArray();
        return values is null || values.Length != tensor.ElementCount() ? null : new(values, [.. tensor.Dims]);
    }
}
