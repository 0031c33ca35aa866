using Lit.Types;

namespace Lit.Onnx.Runtime;

/// <summary>A batch was too large for the memory of the device; a smaller one may fit.</summary>
public sealed class OnnxOutOfMemoryException : LitException
{
    /// <summary>Creates an exception without a message.</summary>
    public OnnxOutOfMemoryException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What was expected, what was found, and what to do.</param>
    public OnnxOutOfMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">What was expected, what was found, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public OnnxOutOfMemoryException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal OnnxOutOfMemoryException(string model, string inputs, Exception innerException)
        : base(
            $"Expected memory enough for model '{model}' on {inputs}; found: {RuntimeErrors.Reason(innerException)} Use smaller batches.",
            innerException)
    {
    }
}
