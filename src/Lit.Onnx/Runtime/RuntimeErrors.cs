using Lit.Types;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Onnx.Runtime;

/// <summary>What the texts of the native library's errors mean.</summary>
internal static class RuntimeErrors
{
    /// <summary>
    /// Whether a run failed because there was not enough memory for it, so that a smaller one may succeed.
    /// </summary>
    public static bool IsOutOfMemory(Exception error) => error is OutOfMemoryException
        || (error is OnnxRuntimeException && SaysOutOfMemory(error.Message));

    /// <summary>
    /// Whether a run failed because an output did not have the shape of the memory that was given for it.
    /// </summary>
    public static bool IsOutputShape(Exception error) =>
        error is OnnxRuntimeException
        && (error.Message.Contains("OrtValue provided for output", StringComparison.Ordinal)
            || error.Message.Contains("shape verification failed", StringComparison.Ordinal)
            || error.Message.Contains("invalid dimensions for output", StringComparison.Ordinal));

    /// <summary>Says that the native library itself is missing, if that is what the error is.</summary>
    public static LitException? MissingLibrary(Exception error) => error switch
    {
        TypeInitializationException { InnerException: { } inner } => MissingLibrary(inner),
        DllNotFoundException or EntryPointNotFoundException => new LitException(
            "Expected the native library of ONNX Runtime beside the application; found none that could be loaded. "
            + "Add the package Microsoft.ML.OnnxRuntime to the application, or Microsoft.ML.OnnxRuntime.Gpu for CUDA.",
            error),
        _ => null,
    };

    /// <summary>The text of an error as a sentence on one line.</summary>
    public static string Reason(Exception error)
    {
        string text = string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.EndsWith('.') ? text : text + ".";
    }

    internal static bool SaysOutOfMemory(string message) =>
        message.Contains("Failed to allocate memory", StringComparison.Ordinal)
        || message.Contains("smaller than requested bytes", StringComparison.Ordinal)
        || message.Contains("bad_alloc", StringComparison.Ordinal)
        || message.Contains("bad allocation", StringComparison.Ordinal)
        || message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("ALLOC_FAILED", StringComparison.Ordinal);
}
