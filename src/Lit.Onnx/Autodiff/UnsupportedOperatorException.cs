using Lit.Types;

namespace Lit.Onnx.Autodiff;

/// <summary>A gradient cannot be built, because of operators that have none or whose rule is not known.</summary>
public sealed class UnsupportedOperatorException : LitException
{
    /// <summary>Creates an exception without a message.</summary>
    public UnsupportedOperatorException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">Which operators, at which nodes, and what to do.</param>
    public UnsupportedOperatorException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    /// <param name="message">Which operators, at which nodes, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public UnsupportedOperatorException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal UnsupportedOperatorException(string file, string reason, IReadOnlyList<OperatorCoverage>? operators = null)
        : base($"{file}: {reason}") => Operators = operators ?? [];

    /// <summary>Every node on the path that stands in the way, in the order of the graph.</summary>
    public IReadOnlyList<OperatorCoverage> Operators { get; } = [];
}
