using Google.Protobuf;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Programs;

/// <summary>A model that was rewritten to compute gradients: what to load, what to feed, what comes out.</summary>
/// <remarks>
/// Constants keep the names that they have in the model, so that sessions can share them. The graph is best run without
/// memory patterns: shapes vary, and the planned block would come on top of what the arena already holds.
/// </remarks>
internal sealed record GradientProgram
{
    /// <summary>The graph, which shares the constants of the model's file.</summary>
    public required ModelProto Proto { get; init; }

    /// <summary>The bytes of an ONNX file, written anew for each call.</summary>
    public byte[] Model => Proto.ToByteArray();

    /// <summary>The value that is differentiated by.</summary>
    public required CutPoint Cut { get; init; }

    /// <summary>What to feed, by the names of the model and of <see cref="ProgramNames"/>.</summary>
    public required IReadOnlyList<OnnxValueInfo> Inputs { get; init; }

    /// <summary>What comes out, by the names of the model and of <see cref="ProgramNames"/>.</summary>
    public required IReadOnlyList<OnnxValueInfo> Outputs { get; init; }

    /// <summary>How many rows the model was exported for; null if any number goes. Batch times steps has to be this number.</summary>
    public long? FixedRows { get; init; }

    /// <summary>How much memory a run takes.</summary>
    public required Lazy<MemoryPlan> Memory { get; init; }

    /// <summary>What the gradient takes for exact although it is rounded, as phrases; empty for the derivative as it is.</summary>
    public IReadOnlyList<string> Approximations { get; init; } = [];

    /// <summary>The folder of weights in files of their own; null if all are inside.</summary>
    public string? ExternalDataFolder { get; init; }
}
