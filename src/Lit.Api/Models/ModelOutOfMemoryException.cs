using Lit.Types;

namespace Lit.Api;

/// <summary>A batch needs more memory than a model's device has; a smaller one may do.</summary>
/// <remarks>
/// A model throws it, or lets an <see cref="OutOfMemoryException"/> through, to have the batch halved.
/// </remarks>
public sealed class ModelOutOfMemoryException : LitException
{
    /// <summary>Creates an exception without a message.</summary>
    public ModelOutOfMemoryException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What was too large, and for what.</param>
    public ModelOutOfMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">What was too large, and for what.</param>
    /// <param name="innerException">The cause.</param>
    public ModelOutOfMemoryException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
