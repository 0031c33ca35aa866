using Lit.Types;

namespace Lit.Onnx.Graph;

/// <summary>A file is not an ONNX model that can be used: broken, hostile, or past a limit.</summary>
public sealed class OnnxModelException : LitException
{
    /// <summary>Creates an exception without a message.</summary>
    public OnnxModelException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public OnnxModelException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public OnnxModelException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal OnnxModelException(string file, string place, string reason, Exception? innerException = null)
        : base($"{file}: {place}: {reason}", innerException)
    {
        File = file;
        Place = place;
    }

    /// <summary>The path of the file, or the name that the caller gave the bytes.</summary>
    public string? File { get; }

    /// <summary>The node, tensor or part of the file.</summary>
    public string? Place { get; }
}
