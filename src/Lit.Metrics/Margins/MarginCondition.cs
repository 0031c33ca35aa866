namespace Lit.Metrics.Margins;

/// <summary>What an example must hold for a margin to apply: one value of a field, or a number in a range.</summary>
/// <param name="Field">The field of the example.</param>
public sealed record MarginCondition(string Field)
{
    /// <summary>The value that the field must have, when it holds no number.</summary>
    public object? Value { get; init; }

    /// <summary>Where the number must lie, the upper end excluded; null when the field holds no number.</summary>
    public (double From, double To)? Range { get; init; }
}
