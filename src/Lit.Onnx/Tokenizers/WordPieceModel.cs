namespace Lit.Onnx.Tokenizers;

/// <summary>All that a WordPiece tokenizer is made of, whatever files it was read from.</summary>
internal sealed record WordPieceModel
{
    /// <summary>Where the parts are from, for messages.</summary>
    public required string Source { get; init; }

    public required WordPieceOptions Options { get; init; }

    /// <summary>The pieces of the model, without added tokens.</summary>
    public required IReadOnlyCollection<KeyValuePair<string, int>> Pieces { get; init; }

    public required IReadOnlyList<AddedToken> Added { get; init; }

    public required TokenVocabulary Vocabulary { get; init; }

    public required EncodingTemplate Template { get; init; }

    public required TokenizerSettings Settings { get; init; }

    public WordPieceDecoder? Decoder { get; init; }
}
