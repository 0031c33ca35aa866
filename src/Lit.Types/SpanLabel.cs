namespace Lit.Types;

/// <summary>A labelled part of a sequence.</summary>
/// <param name="Start">The first position in it, from 0.</param>
/// <param name="End">The first position after it.</param>
/// <param name="Label">What it is; null if only its place matters.</param>
/// <param name="Align">The field whose positions are counted; null if the type of the field says it.</param>
public sealed record SpanLabel(int Start, int End, string? Label = null, string? Align = null);
