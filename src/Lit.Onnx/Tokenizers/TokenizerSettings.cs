namespace Lit.Onnx.Tokenizers;

/// <summary>What the files beside a vocabulary say about lengths and padding.</summary>
internal sealed record TokenizerSettings
{
    public int? MaxLength { get; init; }

    public Truncation? Truncation { get; init; }

    public Padding? Padding { get; init; }

    public string? PadToken { get; init; }

    public static TokenizerSettings For(WordPieceOptions options) => new()
    {
        MaxLength = options.MaxLength,
        Truncation = options.MaxLength is { } length ? new(length) : null,
        PadToken = options.PaddingToken,
    };
}
