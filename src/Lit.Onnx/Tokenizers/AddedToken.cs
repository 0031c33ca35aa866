namespace Lit.Onnx.Tokenizers;

/// <summary>A token that is found as it stands in the text, before the model cuts the text into pieces.</summary>
/// <param name="Id">The id.</param>
/// <param name="Content">The text of the token.</param>
public sealed record AddedToken(int Id, string Content)
{
    /// <summary>Whether it is found between characters that are no part of a word only.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether it takes the blanks before it.</summary>
    public bool StripLeft { get; init; }

    /// <summary>Whether it takes the blanks after it.</summary>
    public bool StripRight { get; init; }

    /// <summary>Whether it is looked for in the normalized text, in its normalized form.</summary>
    public bool Normalized { get; init; }

    /// <summary>Whether it is a control token, which decoding leaves out on request.</summary>
    public bool Special { get; init; }
}
