namespace Lit.Onnx.Tokenizers;

/// <summary>Which text of a pair gives up tokens when the encoding is too long.</summary>
public enum TruncationStrategy
{
    /// <summary>The longer text, until both are equally long; then both.</summary>
    LongestFirst,

    /// <summary>The first text alone.</summary>
    OnlyFirst,

    /// <summary>The second text alone.</summary>
    OnlySecond,
}
