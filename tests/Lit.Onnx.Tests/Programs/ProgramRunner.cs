using System.Globalization;
using System.Text.Json;
using Lit.Onnx.Graph;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Onnx.Programs;

/// <summary>A tensor of a test: numbers in double precision and a shape.</summary>
internal sealed record Numbers(double[] Values, long[] Shape)
{
    public static Numbers Of(JsonElement json)
    {
        var values = new List<double>();
        var shape = new List<long>();
        Read(json, 0);
        return new([.. values], [.. shape]);

        void Read(JsonElement element, int depth)
        {
            if (element.ValueKind != JsonValueKind.Array)
            {
                values.Add(element.ValueKind switch
                {
                    JsonValueKind.Number => element.GetDouble(),
                    JsonValueKind.True => 1,
                    JsonValueKind.False => 0,
                    _ => double.Parse(element.GetString()!, CultureInfo.InvariantCulture),
                });
                return;
            }

            if (shape.Count == depth)
            {
                shape.Add(element.GetArrayLength());
            }

            foreach (var child in element.EnumerateArray())
            {
                Read(child, depth + 1);
            }
        }
    }

    public static Numbers Filled(double value, params long[] shape) =>
        new([.. Enumerable.Repeat(value, (int)shape.Aggregate(1L, (a, b) => a * b))], shape);

    public double this[params long[] index]
    {
        get
        {
            long at = 0;
            for (int i = 0; i < index.Length; i++)
            {
                at = (at * Shape[i]) + index[i];
            }

            return Values[at];
        }
    }

    /// <summary>The largest absolute difference over the largest absolute value.</summary>
    public double RelativeError(Numbers expected)
    {
        if (Values.Length != expected.Values.Length)
        {
            return double.PositiveInfinity;
        }

        double largest = expected.Values.Max(Math.Abs);
        double difference = Values.Zip(expected.Values, (a, b) => Math.Abs(a - b)).DefaultIfEmpty().Max();
        return double.IsNaN(difference) ? double.PositiveInfinity : difference / Math.Max(largest, 1e-12);
    }

    public override string ToString() => $"[{string.Join(", ", Shape)}]";
}

/// <summary>Runs programs with the runtime.</summary>
internal sealed class ProgramRunner : IDisposable
{
    private readonly InferenceSession _session;
    private readonly IReadOnlyList<OnnxValueInfo> _inputs;
    private readonly string[] _outputs;

    public ProgramRunner(GradientProgram program, int threads = 1)
        : this(program.Model, program.Inputs, program.Outputs, program.ExternalDataFolder, threads)
    {
    }

    public ProgramRunner(byte[] model, IReadOnlyList<OnnxValueInfo> inputs, IReadOnlyList<OnnxValueInfo> outputs, string? folder = null, int threads = 1)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };

        // Weights in 8 bits are to be multiplied as numbers, without rounding what they are multiplied with.
        options.AddSessionConfigEntry("session.disable_quant_qdq", "1");
        if (folder is not null)
        {
            options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
        }

        _session = new InferenceSession(model, options);
        _inputs = inputs;
        _outputs = [.. outputs.Select(o => o.Name)];
    }

    public Dictionary<string, Numbers> Run(IReadOnlyDictionary<string, Numbers> feeds)
    {
        var values = new List<OrtValue>();
        try
        {
            foreach (var input in _inputs)
            {
                values.Add(Create(input, feeds[input.Name]));
            }

            using var options = new RunOptions();
            using var results = _session.Run(options, [.. _inputs.Select(i => i.Name)], values, _outputs);
            return _outputs.Zip(results, (name, value) => (name, Read(value))).ToDictionary(p => p.name, p => p.Item2);
        }
        finally
        {
            values.ForEach(v => v.Dispose());
        }
    }

    public void Dispose() => _session.Dispose();

    private static OrtValue Create(OnnxValueInfo info, Numbers numbers) => info.ElementType switch
    {
        OnnxElementType.Float => OrtValue.CreateTensorValueFromMemory(numbers.Values.Select(v => (float)v).ToArray(), numbers.Shape),
        OnnxElementType.Double => OrtValue.CreateTensorValueFromMemory(numbers.Values.ToArray(), numbers.Shape),
        OnnxElementType.Int64 => OrtValue.CreateTensorValueFromMemory(numbers.Values.Select(v => (long)v).ToArray(), numbers.Shape),
        OnnxElementType.Int32 => OrtValue.CreateTensorValueFromMemory(numbers.Values.Select(v => (int)v).ToArray(), numbers.Shape),
        OnnxElementType.UInt8 => OrtValue.CreateTensorValueFromMemory(numbers.Values.Select(v => (byte)v).ToArray(), numbers.Shape),
        OnnxElementType.Int8 => OrtValue.CreateTensorValueFromMemory(numbers.Values.Select(v => (sbyte)v).ToArray(), numbers.Shape),
        OnnxElementType.Bool => OrtValue.CreateTensorValueFromMemory(numbers.Values.Select(v => v != 0).ToArray(), numbers.Shape),
        OnnxElementType.Float16 => OrtValue.CreateTensorValueFromMemory(numbers.Values.Select(v => (Float16)(float)v).ToArray(), numbers.Shape),
        OnnxElementType.Int16 => OrtValue.CreateTensorValueFromMemory(numbers.Values.Select(v => (short)v).ToArray(), numbers.Shape),
        OnnxElementType.UInt16 => OrtValue.CreateTensorValueFromMemory(numbers.Values.Select(v => (ushort)v).ToArray(), numbers.Shape),
        _ => throw new NotSupportedException(info.ElementType.ToString()),
    };

    private static Numbers Read(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        double[] values = info.ElementDataType switch
        {
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float => [.. value.GetTensorDataAsSpan<float>().ToArray().Select(v => (double)v)],
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double => value.GetTensorDataAsSpan<double>().ToArray(),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64 => [.. value.GetTensorDataAsSpan<long>().ToArray().Select(v => (double)v)],
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float16 => [.. value.GetTensorDataAsSpan<Float16>().ToArray().Select(v => (double)(float)v)],
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int32 => [.. value.GetTensorDataAsSpan<int>().ToArray().Select(v => (double)v)],
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.UInt8 => [.. value.GetTensorDataAsSpan<byte>().ToArray().Select(v => (double)v)],
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int8 => [.. value.GetTensorDataAsSpan<sbyte>().ToArray().Select(v => (double)v)],
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Bool => [.. value.GetTensorDataAsSpan<bool>().ToArray().Select(v => v ? 1.0 : 0)],
            _ => throw new NotSupportedException(info.ElementDataType.ToString()),
        };
        return new(values, info.Shape);
    }
}
