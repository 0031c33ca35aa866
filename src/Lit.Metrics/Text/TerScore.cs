using System.Globalization;

namespace Lit.Metrics.Text;

/// <summary>A translation edit rate and what it is made of.</summary>
/// <param name="Value">
/// Edits per hundred words of the references, at least 0; 100 where there are no such words but edits.
/// </param>
/// <param name="Edits">How many edits the texts need.</param>
/// <param name="ReferenceLength">Words of the references; for several of one text, their mean.</param>
public sealed record TerScore(double Value, long Edits, double ReferenceLength)
{
    /// <summary>The score and its parts: <c>TER 16.48, 15 edits for 91 words</c>.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"TER {Value:F2}, {Edits} edits for {ReferenceLength:0.##} words");
}
