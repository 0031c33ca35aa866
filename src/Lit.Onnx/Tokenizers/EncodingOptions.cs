namespace Lit.Onnx.Tokenizers;

/// <summary>What an encoding contains besides the tokens of the text, and how long it may be.</summary>
public sealed record EncodingOptions
{
    /// <summary>All tokens, with special tokens, never truncated.</summary>
    public static EncodingOptions Default { get; } = new();

    /// <summary>Whether the tokens that the model expects around the text are added, such as [CLS] and [SEP].</summary>
    /// <value>True by default.</value>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>How an encoding that is too long is cut; null to keep all tokens.</summary>
    /// <value>Null by default.</value>
    public Truncation? Truncation { get; init; }
}
