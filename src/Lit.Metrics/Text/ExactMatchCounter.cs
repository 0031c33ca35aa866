using Lit.Metrics.Text.Tokens;

namespace Lit.Metrics.Text;

/// <summary>Whether a text equals one of its references; null equals no text.</summary>
internal sealed class ExactMatchCounter(TextNormalization normalization) : TextCounter
{
    private readonly TextNormalizer _normalizer = new(normalization);
    private readonly TextNormalizer _referenceNormalizer = new(normalization);

    public override int SumCount => 1;

    public override void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> sums)
    {
        ReadOnlySpan<char> own = _normalizer.Normalize(hypothesis);
        foreach (string? reference in references)
        {
            if (reference is not null && own.SequenceEqual(_referenceNormalizer.Normalize(reference)))
            {
                sums[0] = 1;
                return;
            }
        }
    }
}
