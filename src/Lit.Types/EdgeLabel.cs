namespace Lit.Types;

/// <summary>A labelled relation between two parts of a sequence.</summary>
/// <param name="Span1">Where the relation starts.</param>
/// <param name="Span2">Where it leads; null for a label of one part.</param>
/// <param name="Label">What it is: a <see cref="string"/>, a <see cref="long"/> or a <see cref="double"/>.</param>
public sealed record EdgeLabel(SpanRange Span1, SpanRange? Span2, object Label)
{
    /// <summary>What the relation is: a <see cref="string"/>, a <see cref="long"/> or a <see cref="double"/>.</summary>
    /// <exception cref="ArgumentException">The label is of another kind.</exception>
    public object Label { get; init; } = Label switch
    {
        string or long or double => Label,
        int number => (long)number,
        float number => (double)number,
        _ => throw new ArgumentException(
            $"Expected a string, a long or a double as label, found {Label?.GetType().Name ?? "null"}.", nameof(Label)),
    };
}
