using System.Text.Json.Serialization;

namespace Lit.Benchmarks.Coverage;

/// <summary>What was found out about one ONNX file.</summary>
internal sealed record ModelSurvey
{
    /// <summary>The path, relative to the folder asked for.</summary>
    public required string File { get; init; }

    /// <summary>Why the file could not be read or differentiated; null if it could.</summary>
    public string? Problem { get; init; }

    public long Bytes { get; init; }

    public int Opset { get; init; }

    /// <summary>Operators and how often each occurs, as the file has them.</summary>
    public SortedDictionary<string, int> Operators { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What is differentiated by what.</summary>
    public string? Cut { get; init; }

    public string? Output { get; init; }

    /// <summary>Nodes on the way by what becomes of them: a rule, an end of the gradient, unsupported.</summary>
    public SortedDictionary<string, int> Coverage { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Operators on the way that are not differentiated, with the reason.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Nodes of the model, lifted and cleaned.</summary>
    public int ForwardNodes { get; init; }

    /// <summary>Nodes of the program that returns a value and its gradient.</summary>
    public int GradientNodes { get; init; }

    /// <summary>The largest difference, over random lines, between gradient · direction and the central difference of the best step, relative to the larger of both.</summary>
    public double? GradientError { get; init; }

    /// <summary>What <see cref="GradientError"/> may be: differences of 16-bit numbers are coarse.</summary>
    public double Tolerance { get; init; } = 1e-2;

    /// <summary>Why the gradient was not compared with differences.</summary>
    public string? Unchecked { get; init; }

    public double BuildMilliseconds { get; init; }

    public double SessionMilliseconds { get; init; }

    public double ForwardMilliseconds { get; init; }

    public double GradientMilliseconds { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ModelSurvey))]
[JsonSerializable(typeof(ModelSurvey[]))]
internal sealed partial class SurveyJson : JsonSerializerContext;
