namespace Lit.Metrics.Text;

/// <summary>What one text adds to the sums from which a score of many texts follows.</summary>
/// <remarks>Keeps its memory from text to text. Not safe for concurrent use.</remarks>
internal abstract class TextCounter
{
    /// <summary>How many sums there are.</summary>
    public abstract int SumCount { get; }

    /// <summary>Counts one text.</summary>
    /// <param name="hypothesis">The text to score.</param>
    /// <param name="references">What it is held against, at least one.</param>
    /// <param name="sums">Takes one number for each sum.</param>
    public abstract void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> sums);
}
