namespace Lit.Types.Validation;

/// <summary>Every problem that a validation found.</summary>
public sealed class ValidationReport
{
    private const int Shown = 5;

    internal ValidationReport(IReadOnlyList<ValidationProblem> problems, bool isComplete)
        => (Problems, IsComplete) = (problems, isComplete);

    /// <summary>
    /// The problems in the order of the fields and, for each, of the examples; for predictions the other way round.
    /// </summary>
    public IReadOnlyList<ValidationProblem> Problems { get; }

    /// <summary>Whether everything was looked at, and the search did not end at the most problems allowed.</summary>
    public bool IsComplete { get; }

    /// <summary>Whether there is no problem.</summary>
    public bool IsValid => Problems.Count == 0;

    /// <summary>Throws the first problems as one message if there are any.</summary>
    /// <param name="subject">What was checked, such as the name of the dataset.</param>
    /// <exception cref="ValidationException">There is a problem.</exception>
    public void ThrowIfInvalid(string subject)
    {
        if (!IsValid)
        {
            throw new ValidationException($"{subject} is not valid: {this}.", this);
        }
    }

    /// <summary>The first problems, joined; "valid" if there are none.</summary>
    public override string ToString() => IsValid ? "valid"
        : string.Join("; ", Problems.Take(Shown))
            + (Problems.Count <= Shown ? "" : $"; and {(IsComplete ? "" : "at least ")}{Problems.Count - Shown} more");
}
