namespace Lit.Onnx.Tokenizers;

/// <summary>How a WordPiece tokenizer cleans texts and cuts words; the defaults are those of an uncased BERT.</summary>
public sealed record WordPieceOptions
{
    /// <summary>Whether texts are put in lower case.</summary>
    /// <value>True by default.</value>
    public bool Lowercase { get; init; } = true;

    /// <summary>Whether accents are stripped; null to strip them where texts are put in lower case.</summary>
    /// <value>Null by default.</value>
    /// <remarks>Needs Unicode decomposition, which .NET does not have in its invariant globalization mode.</remarks>
    public bool? StripAccents { get; init; }

    /// <summary>Whether control characters, U+FFFD and NUL vanish and all blanks become spaces.</summary>
    /// <value>True by default.</value>
    public bool CleanText { get; init; } = true;

    /// <summary>Whether each Chinese character is a word.</summary>
    /// <value>True by default.</value>
    public bool SplitChineseCharacters { get; init; } = true;

    /// <summary>The token of words that the vocabulary cannot spell.</summary>
    public string UnknownToken { get; init; } = "[UNK]";

    /// <summary>The token at the start of an encoding.</summary>
    public string ClassToken { get; init; } = "[CLS]";

    /// <summary>The token at the end of each text.</summary>
    public string SeparatorToken { get; init; } = "[SEP]";

    /// <summary>The token that fills encodings up.</summary>
    public string PaddingToken { get; init; } = "[PAD]";

    /// <summary>The token that stands for a word to be guessed.</summary>
    public string MaskToken { get; init; } = "[MASK]";

    /// <summary>What the vocabulary writes before pieces that do not start a word.</summary>
    public string ContinuingPrefix { get; init; } = "##";

    /// <summary>The length in code points above which a word is unknown as a whole.</summary>
    public int MaxCharactersPerWord { get; init; } = 100;

    /// <summary>The largest number of tokens that the model takes; null if it is not known.</summary>
    public int? MaxLength { get; init; }

    internal bool StripsAccents => StripAccents ?? Lowercase;
}
