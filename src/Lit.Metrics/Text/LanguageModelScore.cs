using System.Globalization;

namespace Lit.Metrics.Text;

/// <summary>How well a language model foresees texts.</summary>
/// <param name="NegativeLogLikelihood">
/// Minus the sum of the natural logarithms of the probabilities of tokens; ∞ if one is 0.
/// </param>
/// <param name="Tokens">How many tokens were scored.</param>
/// <param name="Bytes">How many bytes the texts have in UTF-8.</param>
/// <param name="Characters">How many code points they have.</param>
public readonly record struct LanguageModelScore(double NegativeLogLikelihood, long Tokens, long Bytes, long Characters)
{
    private const double BitsOfNat = 1 / 0.69314718055994530942;

    /// <summary>
    /// Among how many equally likely tokens the model would be as unsure: at least 1; NaN for no tokens.
    /// </summary>
    public double Perplexity => Math.Exp(NegativeLogLikelihood / Tokens);

    /// <summary>Bits that a token takes; NaN for none.</summary>
    public double BitsPerToken => NegativeLogLikelihood * BitsOfNat / Tokens;

    /// <summary>Bits that a byte of the texts takes, whatever their tokens; NaN or ∞ for no bytes.</summary>
    public double BitsPerByte => NegativeLogLikelihood * BitsOfNat / Bytes;

    /// <summary>Bits that a code point of the texts takes; NaN or ∞ for none.</summary>
    public double BitsPerCharacter => NegativeLogLikelihood * BitsOfNat / Characters;

    /// <summary>The score of the texts of both.</summary>
    public static LanguageModelScore operator +(LanguageModelScore left, LanguageModelScore right) => new(
        left.NegativeLogLikelihood + right.NegativeLogLikelihood,
        left.Tokens + right.Tokens,
        left.Bytes + right.Bytes,
        left.Characters + right.Characters);

    /// <summary>The score of the texts of both.</summary>
    public static LanguageModelScore Add(LanguageModelScore left, LanguageModelScore right) => left + right;

    /// <summary>Perplexity and bits: <c>perplexity 5.21, 0.099 bits per byte of 336</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"perplexity {Perplexity:0.##}, {BitsPerByte:0.###} bits per byte of {Bytes}");
}
