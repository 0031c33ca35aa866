namespace Lit.Types;

/// <summary>
/// Something that the library was given, or was asked for, does not fit; the message says what to do.
/// </summary>
public class LitException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public LitException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What was expected, what was found, where, and what to do.</param>
    public LitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">What was expected, what was found, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public LitException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
