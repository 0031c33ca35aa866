using Lit.Types;

namespace Lit.Onnx.Tokenizers;

/// <summary>The tokenizer of BERT and its relatives: cleans a text, splits it into words, and cuts words into the longest known pieces.</summary>
/// <remarks>
/// <para>Gives the ids of the Hugging Face <c>tokenizers</c> library for the same files, with offsets in UTF-16 characters of
/// the caller's string. Which characters are letters, marks or punctuation is asked of .NET, whose Unicode is younger than
/// that library's: characters that came after Unicode 8 can differ.</para>
/// <para>Wu et al., "Google's Neural Machine Translation System", 2016; Devlin et al., "BERT", 2019.</para>
/// </remarks>
public sealed partial class WordPieceTokenizer : Tokenizer
{
    private const int AsciiCount = 128;
    private const int LongestFastWord = 256;

    private readonly BertCharacters _characters;
    private readonly PieceTrie _pieces;
    private readonly WordPieceDecoder? _decoder;
    private readonly AddedTokenFinder _added;
    private readonly AddedTokenFinder _addedNormalized;
    private readonly Dictionary<int, AddedToken> _addedById;
    private readonly CharacterKind[] _asciiKinds = new CharacterKind[AsciiCount];
    private readonly char[] _ascii = new char[AsciiCount];
    private readonly int _maxCharacters;

    internal WordPieceTokenizer(WordPieceModel model)
        : base(model.Vocabulary, model.Template, model.Settings)
    {
        var options = model.Options;
        Options = options;
        UnknownId = model.Vocabulary.IdOf(options.UnknownToken) ?? throw new LitException(
            $"Expected the unknown token '{options.UnknownToken}' in the vocabulary of {model.Source}; found none. "
            + "Name the token that the vocabulary has.");
        _characters = new(options);
        _pieces = new(model.Pieces, options.ContinuingPrefix, 2 * options.MaxCharactersPerWord);
        _decoder = model.Decoder;
        _maxCharacters = options.MaxCharactersPerWord;
        _added = new(model.Added.Where(token => !token.Normalized).Select(token => (token, token.Content)));
        _addedNormalized = new(model.Added
            .Where(token => token.Normalized)
            .Select(token => (token, Normalize(token.Content, spaced: true))));
        _addedById = model.Added.ToDictionary(token => token.Id);
        for (int i = 0; i < AsciiCount; i++)
        {
            var mapped = _characters[i];
            _asciiKinds[i] = mapped.Kind;
            _ascii[i] = (char)mapped.CodePoint;
        }
    }

    /// <summary>How texts are cleaned and words are cut.</summary>
    public WordPieceOptions Options { get; }

    /// <summary>The id of words that the vocabulary cannot spell.</summary>
    public int UnknownId { get; }

    /// <inheritdoc />
    private protected override void Tokenize(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        int word = 0;
        int at = 0;
        while (!_added.IsEmpty && _added.TryFind(text, at, at, out var match))
        {
            TokenizePlain(text, at, match.Start, tokens, ref word);
            tokens.Add(match.Token.Id, match.Start, match.End, word++);
            at = match.End;
        }

        TokenizePlain(text, at, text.Length, tokens, ref word);
    }

    /// <inheritdoc />
    private protected override string DecodeTokens(IReadOnlyList<string> tokens)
        => _decoder?.Decode(tokens) ?? string.Join(' ', tokens);

    /// <inheritdoc />
    private protected override string? DecodedOf(int id) => _addedById.TryGetValue(id, out var added) && added.Normalized
        ? Normalize(added.Content, spaced: true)
        : base.DecodedOf(id);

    /// <inheritdoc />
    private protected override string NameOf(int id, ReadOnlySpan<char> source)
    {
        string name = DecodedOf(id) ?? "";
        if (_addedById.TryGetValue(id, out var added))
        {
            string shown = added.Normalized ? Normalize(source.ToString(), spaced: true) : source.ToString();
            return shown.AsSpan().Trim().SequenceEqual(name.AsSpan().Trim()) ? shown : name;
        }

        return name;
    }

    /// <summary>The text after the normalizer.</summary>
    internal string Normalize(string text, bool spaced)
    {
        var normalized = new NormalizedText();
        normalized.Set(text, 0, _characters, spaced);
        return normalized.Chars.ToString();
    }

    private void TokenizePlain(ReadOnlySpan<char> text, int from, int to, TokenBuffer tokens, ref int word)
    {
        if (!_addedNormalized.IsEmpty && from < to)
        {
            TokenizeNormalized(text, from, to, tokens, ref word);
            return;
        }

        Span<char> buffer = stackalloc char[LongestFastWord];
        var kinds = _asciiKinds;
        int at = from;
        while (at < to)
        {
            char character = text[at];
            var kind = character < AsciiCount ? kinds[character] : CharacterKind.Removed;
            if (kind == CharacterKind.Space)
            {
                at++;
            }
            else if (kind == CharacterKind.Isolated)
            {
                buffer[0] = _ascii[character];
                AddWord(buffer[..1], at, tokens, word++);
                at++;
            }
            else
            {
                at = TryAsciiWord(text, at, to, buffer, out int length) && (length <= LongestFastWord || length > _maxCharacters)
                    ? AddAsciiWord(buffer, length, at, tokens, ref word)
                    : AddChunk(text, at, to, tokens, ref word);
            }
        }
    }

    /// <summary>Copies a word that is ASCII to its end, as far as the buffer reaches.</summary>
    private bool TryAsciiWord(ReadOnlySpan<char> text, int at, int to, Span<char> buffer, out int length)
    {
        var kinds = _asciiKinds;
        var ascii = _ascii;
        length = 0;
        for (int i = at; i < to; i++)
        {
            char character = text[i];
            if (character >= AsciiCount)
            {
                return false;
            }

            var kind = kinds[character];
            if (kind != CharacterKind.Word)
            {
                return kind != CharacterKind.Removed;
            }

            if (length < buffer.Length)
            {
                buffer[length] = ascii[character];
            }

            length++;
        }

        return true;
    }

    private int AddAsciiWord(ReadOnlySpan<char> buffer, int length, int at, TokenBuffer tokens, ref int word)
    {
        if (length > _maxCharacters)
        {
            tokens.Add(UnknownId, at, at + length, word++);
        }
        else
        {
            AddWord(buffer[..length], at, tokens, word++);
        }

        return at + length;
    }

    /// <summary>Cuts a word whose characters stand one to one in the text.</summary>
    private void AddWord(ReadOnlySpan<char> characters, int start, TokenBuffer tokens, int word)
    {
        int first = tokens.Count;
        int at = 0;
        while (at < characters.Length)
        {
            int id = _pieces.Longest(characters[at..], at == 0, out int length);
            if (id < 0)
            {
                tokens.Truncate(first);
                tokens.Add(UnknownId, start, start + characters.Length, word);
                return;
            }

            tokens.Add(id, start + at, start + at + length, word);
            at += length;
        }
    }

    /// <summary>Normalizes up to the next ASCII blank, and splits and cuts the outcome.</summary>
    private int AddChunk(ReadOnlySpan<char> text, int from, int to, TokenBuffer tokens, ref int word)
    {
        int end = from;
        while (end < to && !(text[end] < AsciiCount && _asciiKinds[text[end]] == CharacterKind.Space))
        {
            end++;
        }

        var normalized = tokens.Normalized;
        normalized.Set(text[from..end], from, _characters, spaceAroundIsolated: false);
        AddWords(normalized, 0, normalized.Length, tokens, ref word);
        return end;
    }

    private void TokenizeNormalized(ReadOnlySpan<char> text, int from, int to, TokenBuffer tokens, ref int word)
    {
        var normalized = tokens.Normalized;
        normalized.Set(text[from..to], from, _characters, spaceAroundIsolated: true);
        int at = 0;
        while (_addedNormalized.TryFind(normalized.Chars, at, at, out var match))
        {
            AddWords(normalized, at, match.Start, tokens, ref word);
            var origin = normalized.OriginOf(match.Start, match.End);
            tokens.Add(match.Token.Id, origin.Start, origin.End, word++);
            at = match.End;
        }

        AddWords(normalized, at, normalized.Length, tokens, ref word);
    }

    private void AddWords(NormalizedText normalized, int from, int to, TokenBuffer tokens, ref int word)
    {
        int at = from;
        while (normalized.TryNextWord(ref at, to, out int start))
        {
            AddNormalizedWord(normalized, start, at, tokens, word++);
        }
    }

    private void AddNormalizedWord(NormalizedText normalized, int from, int to, TokenBuffer tokens, int word)
    {
        int first = tokens.Count;
        var characters = normalized.Chars[from..to];
        bool known = characters.Length <= _maxCharacters || CodePoints(characters) <= _maxCharacters;
        int at = 0;
        while (known && at < characters.Length)
        {
            int id = _pieces.Longest(characters[at..], at == 0, out int length);
            known = id >= 0;
            if (known)
            {
                var origin = normalized.OriginOf(from + at, from + at + length);
                tokens.Add(id, origin.Start, origin.End, word);
                at += length;
            }
        }

        if (!known)
        {
            tokens.Truncate(first);
            var origin = normalized.OriginOf(from, to);
            tokens.Add(UnknownId, origin.Start, origin.End, word);
        }
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (char character in text)
        {
            count += char.IsLowSurrogate(character) ? 0 : 1;
        }

        return count;
    }
}
