namespace Lit.Types;

/// <summary>A part of a sequence.</summary>
/// <param name="Start">The first position in it, from 0.</param>
/// <param name="End">The first position after it.</param>
public readonly record struct SpanRange(int Start, int End);
