namespace Lit.Types.Validation;

/// <summary>How data are checked.</summary>
public sealed record ValidationOptions
{
    /// <summary>
    /// What every value must fulfil; lengths and spans are compared by <see cref="CheckRules.Strict"/> only.
    /// </summary>
    /// <value><see cref="CheckRules.Standard"/> by default.</value>
    public CheckRules Rules { get; init; } = CheckRules.Standard;

    /// <summary>Whether an optional field is a problem, and so is an example without a value for it.</summary>
    public bool AllFieldsRequired { get; init; }

    /// <summary>Whether a field of an example that the spec does not know is a problem.</summary>
    public bool RefuseUnknownFields { get; init; }

    /// <summary>After how many problems the search ends.</summary>
    /// <value>1000 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxProblems
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a positive number of problems.");
    } = 1000;
}
