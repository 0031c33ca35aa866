using Lit.Types;

namespace Lit.Onnx.Tokenizers;

/// <summary>Cuts texts into the tokens of a model, and knows where each token stands in the caller's string.</summary>
/// <remarks>
/// Safe for concurrent callers. A derived tokenizer says how one text becomes tokens and how tokens become text; pairs,
/// special tokens, truncation and padding are done here.
/// </remarks>
public abstract partial class Tokenizer
{
    private const int LargestSpareBuffer = 1 << 16;

    private readonly TokenVocabulary _vocabulary;
    private readonly EncodingTemplate _template;
    private EncodingBuffer? _spare;

    /// <summary>Creates the part that all tokenizers share.</summary>
    private protected Tokenizer(TokenVocabulary vocabulary, EncodingTemplate template, TokenizerSettings settings)
    {
        _vocabulary = vocabulary;
        _template = template;
        MaxLength = settings.MaxLength;
        DefaultOptions = new() { Truncation = settings.Truncation };
        DefaultPadding = settings.Padding ?? new();
        PadId = settings.PadToken is { } pad ? vocabulary.IdOf(pad) : null;
    }

    /// <summary>The options of callers who give none: the truncation that the tokenizer's files ask for.</summary>
    /// <value>The truncation of tokenizer.json; where it has none, LongestFirst to <see cref="MaxLength"/> if that is known.</value>
    public EncodingOptions DefaultOptions { get; }

    /// <summary>The padding of callers who give none: that of tokenizer.json, or up to the longest text of the batch.</summary>
    public Padding DefaultPadding { get; }

    /// <summary>The largest number of tokens that the model takes, where the tokenizer's files say so.</summary>
    public int? MaxLength { get; }

    /// <summary>The id of the padding token; null if there is none.</summary>
    public int? PadId { get; }

    /// <summary>The number of tokens, added tokens included.</summary>
    public int VocabularySize => _vocabulary.Count;

    /// <summary>The number of special tokens that are added around a text.</summary>
    public int SpecialTokenCount => _template.SpecialInSingle;

    /// <summary>The number of special tokens that are added around a pair of texts.</summary>
    public int SpecialTokenCountOfPair => _template.SpecialInPair;

    /// <summary>The id of a token; null if the vocabulary does not have it.</summary>
    /// <param name="token">The token as the vocabulary writes it.</param>
    public int? IdOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _vocabulary.IdOf(token);
    }

    /// <summary>The token of an id as the vocabulary writes it; null if there is none.</summary>
    /// <param name="id">The id.</param>
    public string? TokenOf(int id) => _vocabulary.TokenOf(id);

    /// <summary>Whether an id is that of a special token.</summary>
    /// <param name="id">The id.</param>
    public bool IsSpecialToken(int id) => _vocabulary.IsSpecial(id);

    /// <summary>Encodes a text by <see cref="DefaultOptions"/>.</summary>
    /// <param name="text">The text; broken surrogates are read as U+FFFD.</param>
    /// <exception cref="ArgumentException">The maximum length is below the number of special tokens.</exception>
    public TokenEncoding Encode(string text) => Encode(text, null, DefaultOptions);

    /// <summary>Encodes a pair of texts by <see cref="DefaultOptions"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text; null for a single text.</param>
    /// <exception cref="ArgumentException">The maximum length is below the number of special tokens.</exception>
    public TokenEncoding Encode(string text, string? textPair) => Encode(text, textPair, DefaultOptions);

    /// <summary>Encodes a text or a pair of texts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text; null for a single text.</param>
    /// <param name="options">Special tokens and truncation.</param>
    /// <exception cref="ArgumentException">The maximum length is below the number of special tokens.</exception>
    /// <exception cref="LitException">The strategy cuts a side only that has too few tokens.</exception>
    public TokenEncoding Encode(string text, string? textPair, EncodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);

        var buffer = Rent();
        TokenizeBoth(text, textPair, buffer);
        Assemble(buffer, textPair is not null, options);
        var encoding = new TokenEncoding(buffer, e => NamesOf(e, [text, textPair ?? ""], byWord: false));
        Return(buffer);
        return encoding;
    }

    /// <summary>Encodes a text that is split into words: offsets count from the start of each word.</summary>
    /// <param name="words">The words; word ids are their positions.</param>
    /// <param name="options">Special tokens and truncation.</param>
    /// <exception cref="ArgumentException">The maximum length is below the number of special tokens.</exception>
    public TokenEncoding EncodeWords(IReadOnlyList<string> words, EncodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(options);

        var buffer = Rent();
        buffer.First.Clear();
        for (int i = 0; i < words.Count; i++)
        {
            int from = buffer.First.Count;
            Tokenize(words[i], buffer.First);
            buffer.First.SetWord(from, i);
        }

        Assemble(buffer, false, options);
        var encoding = new TokenEncoding(buffer, e => NamesOf(e, words, byWord: true));
        Return(buffer);
        return encoding;
    }

    /// <summary>Encodes a text into memory that is used again and again; allocates nothing once the buffer is large enough.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">Special tokens and truncation.</param>
    /// <param name="buffer">Where the encoding is written; what it held is gone.</param>
    /// <exception cref="ArgumentException">The maximum length is below the number of special tokens.</exception>
    public void Encode(ReadOnlySpan<char> text, EncodingOptions options, EncodingBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(buffer);
        buffer.First.Clear();
        Tokenize(text, buffer.First);
        Assemble(buffer, false, options);
    }

    /// <summary>Encodes a pair of texts into memory that is used again and again.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text.</param>
    /// <param name="options">Special tokens and truncation.</param>
    /// <param name="buffer">Where the encoding is written; what it held is gone.</param>
    /// <exception cref="ArgumentException">The maximum length is below the number of special tokens.</exception>
    public void Encode(ReadOnlySpan<char> text, ReadOnlySpan<char> textPair, EncodingOptions options, EncodingBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(buffer);
        buffer.First.Clear();
        buffer.Second.Clear();
        Tokenize(text, buffer.First);
        Tokenize(textPair, buffer.Second);
        Assemble(buffer, true, options);
    }

    /// <summary>Puts tokens together to a text. Not the inverse of encoding: blanks and case are lost.</summary>
    /// <param name="ids">The ids; those that the vocabulary does not have are left out.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        var tokens = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            if (DecodedOf(id) is { } token && !(skipSpecialTokens && _vocabulary.IsSpecial(id)))
            {
                tokens.Add(token);
            }
        }

        return DecodeTokens(tokens);
    }

    /// <summary>Appends the tokens of one text, without special tokens; words count from 0.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Where the tokens go.</param>
    private protected abstract void Tokenize(ReadOnlySpan<char> text, TokenBuffer tokens);

    /// <summary>Puts tokens together to a text.</summary>
    /// <param name="tokens">The tokens as the vocabulary writes them.</param>
    private protected abstract string DecodeTokens(IReadOnlyList<string> tokens);

    /// <summary>The token of an id as decoding takes it; null if there is none.</summary>
    private protected virtual string? DecodedOf(int id) => _vocabulary.TokenOf(id);

    /// <summary>The text of a token, as <see cref="TokenEncoding.Tokens"/> shows it.</summary>
    /// <param name="id">The id.</param>
    /// <param name="source">The text at its offset.</param>
    private protected abstract string NameOf(int id, ReadOnlySpan<char> source);

    private void TokenizeBoth(string text, string? textPair, EncodingBuffer buffer)
    {
        buffer.First.Clear();
        Tokenize(text, buffer.First);
        buffer.Second.Clear();
        if (textPair is not null)
        {
            Tokenize(textPair, buffer.Second);
        }
    }

    private void Assemble(EncodingBuffer buffer, bool pair, EncodingOptions options)
    {
        var (first, second) = Windows(buffer, pair, options);
        buffer.Assemble(_template, pair, options.AddSpecialTokens, first, second);
    }

    private (Range First, Range Second) Windows(EncodingBuffer buffer, bool pair, EncodingOptions options)
    {
        if (options.Truncation is not { } truncation)
        {
            return (.., ..);
        }

        var (first, second) = truncation.Keep(
            buffer.First.Count,
            pair ? buffer.Second.Count : -1,
            SpecialTokens(pair, options));
        return truncation.Side == TextEnd.Right
            ? (..first, ..Math.Max(0, second))
            : (^first.., ^Math.Max(0, second)..);
    }

    private int SpecialTokens(bool pair, EncodingOptions options)
        => !options.AddSpecialTokens ? 0 : pair ? _template.SpecialInPair : _template.SpecialInSingle;

    private string[] NamesOf(TokenEncoding encoding, IReadOnlyList<string> sources, bool byWord)
    {
        string[] names = new string[encoding.Count];
        for (int i = 0; i < names.Length; i++)
        {
            int id = encoding.Ids[i];
            names[i] = encoding.IsSpecial(i)
                ? _vocabulary.TokenOf(id) ?? ""
                : NameOf(id, encoding.Offsets[i].In(sources[byWord ? encoding.WordIds[i] : encoding.SequenceIds[i]]));
        }

        return names;
    }

    private EncodingBuffer Rent() => Interlocked.Exchange(ref _spare, null) ?? new();

    private void Return(EncodingBuffer buffer)
    {
        if (buffer.Capacity <= LargestSpareBuffer)
        {
            Volatile.Write(ref _spare, buffer);
        }
    }
}
