namespace Lit.Onnx.Tokenizers;

public sealed partial class WordPieceTokenizer
{
    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">
    /// A <c>tokenizer.json</c>, a <c>vocab.txt</c> (one token a line, the line's number is the id), or a folder that has one of
    /// them. A <c>tokenizer_config.json</c> beside it adds the maximum length and, for <c>vocab.txt</c>, case, accents and
    /// special tokens.
    /// </param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="Lit.Types.LitException">The files are missing, broken, or of another kind; the message names file and place.</exception>
    public static async Task<WordPieceTokenizer> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(await WordPieceFiles.ReadAsync(path, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes a tokenizer of a vocabulary.</summary>
    /// <param name="vocabulary">The tokens in the order of their ids.</param>
    /// <param name="options">How texts are cleaned and words are cut.</param>
    /// <exception cref="Lit.Types.LitException">A special token is not in the vocabulary.</exception>
    public static WordPieceTokenizer FromVocabulary(IReadOnlyList<string> vocabulary, WordPieceOptions options)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(options);
        return new(WordPieceFiles.FromVocabulary(vocabulary, options, "the caller"));
    }
}
