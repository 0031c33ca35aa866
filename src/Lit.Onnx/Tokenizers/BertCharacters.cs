using System.Globalization;
using System.Text;
using Lit.Types;

namespace Lit.Onnx.Tokenizers;

/// <summary>What BERT's normalizer makes of each code point, and what BERT's splitter makes of the outcome.</summary>
/// <remarks>
/// Every step of the normalizer looks at one character alone, so the whole of it is a table: a page of 256 code points is
/// computed when it is first met. Unicode data are those of the .NET runtime; lower-casing and decomposition outside
/// the invariant mode are those of the ICU library that it found.
/// </remarks>
internal sealed class BertCharacters
{
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;
    private const char DottedCapitalI = 'İ';
    private const char Noncharacter = '\uFFFE';

    private static readonly bool HasDecomposition = "\u00e9".Normalize(NormalizationForm.FormD).Length == 2;

    private readonly Page?[] _pages = new Page?[0x110000 >> PageBits];
    private readonly bool _clean;
    private readonly bool _splitChinese;
    private readonly bool _stripAccents;
    private readonly bool _lowercase;
    private readonly bool _canDecompose;

    public BertCharacters(WordPieceOptions options)
        : this(options, HasDecomposition)
    {
    }

    internal BertCharacters(WordPieceOptions options, bool canDecompose)
    {
        _clean = options.CleanText;
        _splitChinese = options.SplitChineseCharacters;
        _stripAccents = options.StripsAccents;
        _lowercase = options.Lowercase;
        _canDecompose = canDecompose;
    }

    /// <summary>The splitter alone, for text that is normalized.</summary>
    public static BertCharacters Splitter { get; } = new(new()
    {
        CleanText = false,
        SplitChineseCharacters = false,
        StripAccents = false,
        Lowercase = false,
    });

    /// <summary>What becomes of a code point; <see cref="Mapped.Length"/> counts the code points of the outcome.</summary>
    /// <param name="codePoint">The code point, not a surrogate.</param>
    /// <exception cref="LitException">Its decomposition is needed and the runtime has none.</exception>
    public Mapped this[int codePoint]
    {
        get
        {
            var page = Volatile.Read(ref _pages[codePoint >> PageBits]) ?? Load(codePoint >> PageBits);
            var mapped = page.Entries[codePoint & (PageSize - 1)];
            return mapped.Length >= 0 ? mapped : throw NoDecomposition(codePoint);
        }
    }

    /// <summary>The code points that one code point became, where there are several.</summary>
    public ReadOnlySpan<Mapped> Expansion(int codePoint)
        => _pages[codePoint >> PageBits]!.Expansions[codePoint & (PageSize - 1)];

    /// <summary>Whether the normalizer puts spaces around a code point.</summary>
    public bool IsSplitChinese(int codePoint) => _splitChinese && IsChinese(codePoint);

    private static LitException NoDecomposition(int codePoint) => new(
        $"Expected Unicode decomposition, because the tokenizer strips accents; found U+{codePoint:X4} in a text while .NET "
        + "runs in its invariant globalization mode, which has none. Set InvariantGlobalization to false and install ICU, or "
        + "use a tokenizer that keeps accents.");

    private Page Load(int number)
    {
        var page = new Page();
        for (int i = 0; i < PageSize; i++)
        {
            int codePoint = (number << PageBits) + i;
            if (Rune.IsValid(codePoint))
            {
                Fill(page, i, new Rune(codePoint));
            }
        }

        Volatile.Write(ref _pages[number], page);
        return page;
    }

    private void Fill(Page page, int index, Rune rune)
    {
        if (_clean && IsRemoved(rune))
        {
            page.Entries[index] = new(rune.Value, 1, CharacterKind.Removed);
            return;
        }

        if (_clean && Rune.IsWhiteSpace(rune))
        {
            page.Entries[index] = new(' ', 1, CharacterKind.Space);
            return;
        }

        if (_stripAccents && !_canDecompose && MayDecompose(rune))
        {
            page.Entries[index] = new(rune.Value, -1, CharacterKind.Word);
            return;
        }

        bool chinese = _splitChinese && IsChinese(rune.Value);
        Mapped[] outcome = [.. Lower(Strip(rune)).Select(r => new Mapped(r.Value, 1, chinese ? CharacterKind.Isolated : KindOf(r)))];
        page.Entries[index] = outcome.Length switch
        {
            0 => new(rune.Value, 1, CharacterKind.Removed),
            1 => outcome[0],
            _ => outcome[0] with { Length = (sbyte)outcome.Length },
        };
        if (outcome.Length > 1)
        {
            page.Expansions[index] = outcome;
        }
    }

    private IEnumerable<Rune> Strip(Rune rune)
    {
        if (!_stripAccents)
        {
            return [rune];
        }

        string decomposed = rune.Value == Noncharacter || !_canDecompose
            ? rune.ToString()
            : rune.ToString().Normalize(NormalizationForm.FormD);
        return decomposed.EnumerateRunes().Where(r => Rune.GetUnicodeCategory(r) != UnicodeCategory.NonSpacingMark);
    }

    private IEnumerable<Rune> Lower(IEnumerable<Rune> runes) => !_lowercase
        ? runes
        : runes.SelectMany(r => r.Value == DottedCapitalI
            ? (Rune[])[new('i'), new('\u0307')]
            : [Rune.ToLowerInvariant(r)]);

    private static bool IsRemoved(Rune rune) => rune.Value is 0 or 0xFFFD
        || (rune.Value is not ('\t' or '\n' or '\r') && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse);

    private static CharacterKind KindOf(Rune rune) => Rune.IsWhiteSpace(rune) ? CharacterKind.Space
        : IsPunctuation(rune) ? CharacterKind.Isolated
        : CharacterKind.Word;

    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (> 32 and < 48) or (> 57 and < 65) or (> 90 and < 97) or (> 122 and < 127)
        : Rune.IsPunctuation(rune);

    private static bool IsChinese(int codePoint) => codePoint
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>Whether a code point has, or for all we know could have, a canonical decomposition.</summary>
    internal static bool MayDecompose(Rune rune) => rune.Value >= 0xC0 && Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation or UnicodeCategory.CurrencySymbol
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => false,
        UnicodeCategory.OtherPunctuation => rune.Value is 0x37E or 0x387,
        UnicodeCategory.OtherSymbol => rune.Value is (>= 0x2190 and <= 0x21FF) or (>= 0x1D100 and <= 0x1D1FF),
        UnicodeCategory.OtherLetter => !IsUnified(rune.Value),
        _ => true,
    };

    private static bool IsUnified(int codePoint) => IsChinese(codePoint)
        && codePoint is not ((>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F));

    /// <param name="CodePoint">The first code point of the outcome.</param>
    /// <param name="Length">The number of code points; -1 where it could not be computed.</param>
    /// <param name="Kind">What the first code point does to the word around it.</param>
    internal readonly record struct Mapped(int CodePoint, sbyte Length, CharacterKind Kind);

    private sealed class Page
    {
        public Mapped[] Entries { get; } = new Mapped[PageSize];

        public Dictionary<int, Mapped[]> Expansions { get; } = [];
    }
}
