using Lit.Types;

namespace Lit.Onnx.Tokenizers;

public abstract partial class Tokenizer
{
    /// <summary>Encodes texts and fills them up to one length, by the defaults of this tokenizer.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>An encoding a text, in order.</returns>
    /// <exception cref="LitException">Padding is needed, and the vocabulary has no padding token.</exception>
    public IReadOnlyList<TokenEncoding> EncodeBatch(IReadOnlyList<string> texts)
        => EncodeBatch(texts, DefaultOptions, DefaultPadding);

    /// <summary>Encodes texts and fills them up to one length.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">Special tokens and truncation.</param>
    /// <param name="padding">The length and the side of the padding; null to leave each encoding as long as it is.</param>
    /// <returns>An encoding a text, in order.</returns>
    /// <exception cref="LitException">Padding is needed, and the vocabulary has no padding token.</exception>
    public IReadOnlyList<TokenEncoding> EncodeBatch(
        IReadOnlyList<string> texts,
        EncodingOptions options,
        Padding? padding)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var encodings = new TokenEncoding[texts.Count];
        for (int i = 0; i < encodings.Length; i++)
        {
            encodings[i] = Encode(texts[i], null, options);
        }

        if (padding is null || encodings.Length == 0)
        {
            return encodings;
        }

        int length = padding.LengthFor(encodings.Max(encoding => encoding.Count));
        for (int i = 0; i < encodings.Length; i++)
        {
            if (encodings[i].Count < length)
            {
                encodings[i] = encodings[i].PadTo(length, padding, PadId ?? throw new LitException(
                    "Expected a padding token in the vocabulary, because the texts of the batch differ in length; "
                    + "found none. Encode without padding, or add a [PAD] token to the vocabulary."));
            }
        }

        return encodings;
    }
}
