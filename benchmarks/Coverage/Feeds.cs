using Lit.Onnx.Graph;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lit.Benchmarks.Coverage;

/// <summary>Random values for the inputs of a model, in shapes that fit each other, and runs with them.</summary>
internal sealed class Feeds(long rows, long vocabulary)
{
    private const long Tokens = 7;
    private const long Pixels = 32;
    private const int Past = 3;

    private readonly Dictionary<string, (double[] Values, long[] Shape, OnnxElementType Type)> _values = new(StringComparer.Ordinal);
    private ulong _random = 0x9E3779B97F4A7C15;

    /// <summary>A number from −1 to 1.</summary>
    public double Next()
    {
        _random = unchecked((_random * 6364136223846793005) + 1442695040888963407);
        return ((_random >> 40) / (double)(1 << 23)) - 1;
    }

    public void Set(string name, double[] values, long[] shape, OnnxElementType type) => _values[name] = (values, shape, type);

    /// <summary>Draws the values of an input of the model.</summary>
    public void Draw(OnnxValueInfo input)
    {
        var dimensions = input.Shape ?? [];
        long[] shape = [.. dimensions.Select((d, i) => d.Size ?? Size(d.Symbol ?? string.Empty, i, dimensions.Count, input.ElementType))];
        double[] values = new double[shape.Aggregate(1L, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Value(input, i, shape);
        }

        Set(input.Name, values, shape, input.ElementType);
    }

    /// <summary>The values of an input; the first rows of it where fewer are asked for.</summary>
    /// <param name="name">The input.</param>
    /// <param name="first">How many rows; null for all.</param>
    public OrtValue Tensor(string name, long? first = null)
    {
        var (values, shape, type) = _values[name];
        if (first is { } kept && shape.Length > 0 && kept < shape[0])
        {
            values = values[..(int)(values.Length / shape[0] * kept)];
            shape = [kept, .. shape[1..]];
        }

        return type switch
        {
            OnnxElementType.Float => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, v => (float)v), shape),
            OnnxElementType.Double => OrtValue.CreateTensorValueFromMemory(values, shape),
            OnnxElementType.Float16 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, v => (Float16)(float)v), shape),
            OnnxElementType.Int64 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, v => (long)v), shape),
            OnnxElementType.Int32 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, v => (int)v), shape),
            OnnxElementType.UInt8 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, v => (byte)v), shape),
            OnnxElementType.Bool => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, v => v != 0), shape),
            _ => throw new NotSupportedException($"inputs of {type} are not drawn"),
        };
    }

    /// <summary>Runs a session with the values of its inputs.</summary>
    public (double[] Values, long[] Shape)[] Run(InferenceSession session, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, Func<string, long?>? rowsOf = null)
    {
        var values = new List<OrtValue>();
        try
        {
            foreach (string name in inputs)
            {
                values.Add(Tensor(name, rowsOf?.Invoke(name)));
            }

            using var options = new RunOptions();
            using var results = session.Run(options, inputs, values, outputs);
            return [.. results.Select(Read)];
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    private static (double[] Values, long[] Shape) Read(OrtValue value)
    {
        if (!value.IsTensor)
        {
            return ([], []);
        }

        var info = value.GetTensorTypeAndShape();
        double[] values = info.ElementDataType switch
        {
            TensorElementType.Float => [.. value.GetTensorDataAsSpan<float>().ToArray().Select(v => (double)v)],
            TensorElementType.Double => value.GetTensorDataAsSpan<double>().ToArray(),
            TensorElementType.Float16 => [.. value.GetTensorDataAsSpan<Float16>().ToArray().Select(v => (double)(float)v)],
            _ => [],
        };
        return (values, info.Shape);
    }

    private long Size(string symbol, int index, int rank, OnnxElementType type)
    {
        // "past + sequence" is what exporters call the length of what was read and what is new.
        if (symbol.Contains('+', StringComparison.Ordinal))
        {
            return symbol.Split('+').Sum(part => long.TryParse(part.Trim(), out long number) ? number : Size(part.Trim(), 1, rank, type));
        }

        return index == 0 || symbol.Contains("batch", StringComparison.OrdinalIgnoreCase) ? rows
            : symbol.Contains("total", StringComparison.OrdinalIgnoreCase) ? Tokens + Past
            : symbol.Contains("past", StringComparison.OrdinalIgnoreCase) ? Past
            : rank == 4 && index >= 2 && type.IsFloat && !symbol.Contains("seq", StringComparison.OrdinalIgnoreCase) ? Pixels
            : Tokens;
    }

    private double Value(OnnxValueInfo input, int index, long[] shape) => input.ElementType switch
    {
        OnnxElementType.Bool => 1,
        _ when input.Name.Contains("mask", StringComparison.OrdinalIgnoreCase) => 1,
        OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Float16 => Next(),
        OnnxElementType.UInt8 => Math.Floor(128 + (127 * Next())),
        _ when input.Name.Contains("position", StringComparison.OrdinalIgnoreCase) => index % shape[^1],
        _ when input.Name.Contains("type", StringComparison.OrdinalIgnoreCase) => 0,
        _ when input.Name.Contains("len", StringComparison.OrdinalIgnoreCase) => Tokens,
        _ => Math.Floor(1 + ((vocabulary - 1) * (Next() + 1) / 2)),
    };
}
