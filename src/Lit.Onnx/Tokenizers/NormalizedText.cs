using System.Text;

namespace Lit.Onnx.Tokenizers;

/// <summary>A piece of text after BERT's normalizer, each UTF-16 character with its kind and the range it was made from.</summary>
internal sealed class NormalizedText
{
    private char[] _chars = new char[64];
    private CharacterKind[] _kinds = new CharacterKind[64];
    private TokenOffset[] _origins = new TokenOffset[64];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, Length);

    public ReadOnlySpan<CharacterKind> Kinds => _kinds.AsSpan(0, Length);

    /// <summary>The range of the original that the characters from <paramref name="from"/> to <paramref name="to"/> span.</summary>
    public TokenOffset OriginOf(int from, int to) => new(_origins[from].Start, _origins[to - 1].End);

    /// <summary>Normalizes a piece of a text.</summary>
    /// <param name="text">The piece.</param>
    /// <param name="start">Where the piece starts in the whole text.</param>
    /// <param name="characters">What becomes of each code point.</param>
    /// <param name="spaceAroundIsolated">Whether Chinese characters get the spaces that the normalizer puts around them.</param>
    public void Set(ReadOnlySpan<char> text, int start, BertCharacters characters, bool spaceAroundIsolated)
    {
        Length = 0;
        int at = 0;
        while (at < text.Length)
        {
            var status = Rune.DecodeFromUtf16(text[at..], out var rune, out int consumed);
            int codePoint = status == System.Buffers.OperationStatus.Done ? rune.Value : Rune.ReplacementChar.Value;
            var origin = new TokenOffset(start + at, start + at + consumed);
            at += consumed;

            var mapped = characters[codePoint];
            if (mapped.Kind == CharacterKind.Removed)
            {
                continue;
            }

            bool spaced = spaceAroundIsolated && mapped.Kind == CharacterKind.Isolated && characters.IsSplitChinese(codePoint);
            if (spaced)
            {
                Append(' ', CharacterKind.Space, origin);
            }

            if (mapped.Length == 1)
            {
                Append(mapped, origin);
            }
            else
            {
                foreach (var part in characters.Expansion(codePoint))
                {
                    Append(part, origin);
                }
            }

            if (spaced)
            {
                Append(' ', CharacterKind.Space, origin);
            }
        }
    }

    /// <summary>Finds the next word.</summary>
    /// <param name="at">Where to look from; the end of the word afterwards.</param>
    /// <param name="to">Where to stop.</param>
    /// <param name="start">The start of the word.</param>
    public bool TryNextWord(ref int at, int to, out int start)
    {
        var kinds = Kinds;
        while (at < to && kinds[at] == CharacterKind.Space)
        {
            at++;
        }

        start = at;
        if (at < to && kinds[at] == CharacterKind.Isolated)
        {
            at += char.IsHighSurrogate(_chars[at]) ? 2 : 1;
        }
        else
        {
            while (at < to && kinds[at] == CharacterKind.Word)
            {
                at++;
            }
        }

        return start < at;
    }

    private void Append(BertCharacters.Mapped mapped, TokenOffset origin)
    {
        if (mapped.CodePoint <= char.MaxValue)
        {
            Append((char)mapped.CodePoint, mapped.Kind, origin);
        }
        else
        {
            Span<char> pair = stackalloc char[2];
            new Rune(mapped.CodePoint).EncodeToUtf16(pair);
            Append(pair[0], mapped.Kind, origin);
            Append(pair[1], mapped.Kind, origin);
        }
    }

    private void Append(char character, CharacterKind kind, TokenOffset origin)
    {
        int length = Length;
        if (length == _chars.Length)
        {
            Array.Resize(ref _chars, length * 2);
            Array.Resize(ref _kinds, length * 2);
            Array.Resize(ref _origins, length * 2);
        }

        _chars[length] = character;
        _kinds[length] = kind;
        _origins[length] = origin;
        Length = length + 1;
    }
}
