namespace Lit.Types.Json;

/// <summary>A text is not JSON, or its content is not what the wire form asks for.</summary>
public sealed class LitJsonException : LitException
{
    /// <summary>Creates an exception without a message.</summary>
    public LitJsonException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What was expected, what was found, where, and what to do.</param>
    public LitJsonException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">What was expected, what was found, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public LitJsonException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
