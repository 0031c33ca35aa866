namespace Lit.Onnx.Tokenizers;

/// <summary>An end of a sequence of tokens.</summary>
public enum TextEnd
{
    /// <summary>The end: the last tokens.</summary>
    Right,

    /// <summary>The beginning: the first tokens.</summary>
    Left,
}
