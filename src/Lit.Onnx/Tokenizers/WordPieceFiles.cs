using System.Text;
using Lit.Types;

namespace Lit.Onnx.Tokenizers;

/// <summary>Finds and reads the files that a WordPiece tokenizer comes in.</summary>
internal static class WordPieceFiles
{
    private const string TokenizerFile = "tokenizer.json";
    private const string VocabularyFile = "vocab.txt";
    private const string ConfigFile = "tokenizer_config.json";
    private const long LargestVocabulary = 64L << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a folder, a tokenizer.json or a vocab.txt, with the tokenizer_config.json beside it.</summary>
    public static async Task<WordPieceModel> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string file = FileAt(path);
        var config = await TokenizerConfig.ReadAsync(
            Path.Combine(Path.GetDirectoryName(file) ?? "", ConfigFile), cancellationToken).ConfigureAwait(false);
        if (IsJson(file))
        {
            using var document = await JsonPlace.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            return TokenizerJson.Read(JsonPlace.Root(file, document), config);
        }

        var lines = await ReadLinesAsync(file, cancellationToken).ConfigureAwait(false);
        return FromVocabulary(lines, config.Apply(new()), $"'{file}'");
    }

    /// <summary>Makes a tokenizer of a vocabulary in the order of its ids, with BERT's special tokens.</summary>
    public static WordPieceModel FromVocabulary(IReadOnlyList<string> vocabulary, WordPieceOptions options, string source)
    {
        var ids = new Dictionary<string, int>(vocabulary.Count, StringComparer.Ordinal);
        for (int i = 0; i < vocabulary.Count; i++)
        {
            ids[vocabulary[i]] = i;
        }

        KeyValuePair<string, int>[] pieces = [.. ids];
        string[] special = [options.PaddingToken, options.UnknownToken, options.ClassToken, options.SeparatorToken, options.MaskToken];
        AddedToken[] added = [.. special
            .Distinct()
            .Where(ids.ContainsKey)
            .Select(token => new AddedToken(ids[token], token) { Special = true })];
        return new()
        {
            Source = source,
            Options = options,
            Pieces = pieces,
            Added = added,
            Vocabulary = new(ids, added),
            Template = EncodingTemplate.Bert(Id(options.ClassToken), Id(options.SeparatorToken)),
            Settings = TokenizerSettings.For(options),
            Decoder = new(options.ContinuingPrefix, CleanUp: true),
        };

        int Id(string token) => ids.TryGetValue(token, out int id) ? id : throw new LitException(
            $"Expected the special token '{token}' in the vocabulary of {source}; found none among {ids.Count} tokens. "
            + "Name the token that the vocabulary has, or check that the file is a WordPiece vocabulary.");
    }

    private static string FileAt(string path)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? path : throw new LitException(
                $"Expected a {TokenizerFile}, a {VocabularyFile} or a folder with one of them at '{path}'; found nothing there.");
        }

        string json = Path.Combine(path, TokenizerFile);
        string text = Path.Combine(path, VocabularyFile);
        return File.Exists(json) ? json : File.Exists(text) ? text : throw new LitException(
            $"Expected a {TokenizerFile} or a {VocabularyFile} in the folder '{path}'; found neither.");
    }

    private static bool IsJson(string file) => Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase);

    private static async Task<List<string>> ReadLinesAsync(string file, CancellationToken cancellationToken)
    {
        long length = new FileInfo(file).Length;
        if (length > LargestVocabulary)
        {
            throw new LitException(
                $"Expected '{file}' to have at most {LargestVocabulary:N0} bytes; found {length:N0}. Is it a vocabulary?");
        }

        var lines = new List<string>();
        try
        {
            using var reader = new StreamReader(file, Strict);
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                lines.Add(line.TrimEnd());
            }
        }
        catch (DecoderFallbackException exception)
        {
            throw new LitException(
                $"Expected UTF-8 in '{file}'; found broken bytes after line {lines.Count}. Save the vocabulary as UTF-8.",
                exception);
        }

        return lines;
    }
}
