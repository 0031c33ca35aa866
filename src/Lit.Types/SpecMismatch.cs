namespace Lit.Types;

/// <summary>One place where what was found is not what was expected.</summary>
/// <param name="Field">The field, or another name for the place.</param>
/// <param name="Expected">What was expected, as a phrase that follows "expected".</param>
/// <param name="Found">What was found, as a phrase that follows "found".</param>
public sealed record SpecMismatch(string Field, string Expected, string Found)
{
    /// <summary>The mismatch as a sentence without its full stop.</summary>
    public override string ToString() => $"{Field}: expected {Expected}, found {Found}";
}
