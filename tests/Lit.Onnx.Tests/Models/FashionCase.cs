using System.IO.Compression;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using Lit.Api;

namespace Lit.Onnx.Models;

/// <summary>A recorded image with its maps, which stand in a file of numbers.</summary>
internal sealed class FashionCase
{
    private static readonly Lazy<float[]> Numbers = new(() => MemoryMarshal.Cast<byte, float>(
        File.ReadAllBytes(TestFiles.Golden(Path.Combine("Attribution", "fashion-attribution.bin")))).ToArray());

    private FashionCase(JsonElement json, float[] pixels) => (Json, Image) =
        (json, new Example([new("image", Tensor.Create(pixels, [1, 28, 28]))]));

    public JsonElement Json { get; }

    public Example Image { get; }

    /// <summary>The drawings, which are part of the repository.</summary>
    public static IEnumerable<FashionCase> Drawings() => GoldenJson.Load("Attribution", "fashion-attribution.json").Cases()
        .Where(golden => golden.At("input").TryGetProperty("pixels", out _))
        .Select(golden => new FashionCase(golden, golden.At("input", "pixels").Floats()));

    /// <summary>The images of the data set, which is not; the test is skipped where there is none.</summary>
    public static IReadOnlyList<FashionCase> Photographs()
    {
        const int Header = 16;
        using var packed = new GZipStream(
            File.OpenRead(TestFiles.Shared("data", "fashion-mnist-t10k", "t10k-images-idx3-ubyte.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return [.. GoldenJson.Load("Attribution", "fashion-attribution.json").Cases()
            .Where(golden => golden.At("input").TryGetProperty("fashion_mnist_test_index", out _))
            .Select(golden => new FashionCase(golden,
            [
                .. bytes.GetBuffer().AsSpan(Header + (784 * golden.At("input", "fashion_mnist_test_index").GetInt32()), 784)
                    .ToArray().Select(value => value / 255f),
            ]))];
    }

    /// <summary>The targets that a map was recorded for.</summary>
    public IEnumerable<(int Target, JsonElement Expected)> Targets(string map)
    {
        foreach (string which in (string[])["predicted", "second"])
        {
            JsonElement recorded = Json.At("expected", which);
            if (recorded.TryGetProperty(map, out JsonElement expected))
            {
                yield return (recorded.At("target").GetInt32(), expected);
            }
        }
    }

    /// <summary>The numbers of a map.</summary>
    public float[] Array(JsonElement map)
    {
        int size = map.At("shape").Integers().Aggregate(1, (a, b) => a * b);
        return Numbers.Value.AsSpan(map.At("bin_offset").GetInt32(), size).ToArray();
    }
}
