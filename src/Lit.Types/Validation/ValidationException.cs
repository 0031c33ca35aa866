namespace Lit.Types.Validation;

/// <summary>Data are not what their spec says.</summary>
public sealed class ValidationException : LitException
{
    /// <summary>Creates an exception without a message.</summary>
    public ValidationException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What was expected, what was found, where, and what to do.</param>
    public ValidationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">What was expected, what was found, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ValidationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal ValidationException(string message, ValidationReport report)
        : base(message) => Report = report;

    /// <summary>Every problem; null if the exception was not made by a validation.</summary>
    public ValidationReport? Report { get; }
}
