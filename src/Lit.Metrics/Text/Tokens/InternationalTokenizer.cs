using System.Globalization;
using System.Text;

namespace Lit.Metrics.Text.Tokens;

/// <summary>
/// mteval's v14: punctuation apart unless a digit is on the side in question, every symbol apart, in any script.
/// </summary>
internal sealed class InternationalTokenizer : BleuTokenizer
{
    private static readonly Rune Space = new(' ');

    private enum Kind : byte
    {
        Other,
        Number,
        Punctuation,
        Symbol,
    }

    public override string Name => "intl";

    internal override void Write(ReadOnlySpan<char> text, TextBuffer buffer)
    {
        // Nothing comes before the text, nor before what a match has used: like a number, that splits no punctuation off.
        Kind before = Kind.Number;
        Rune? open = null;
        foreach (Rune rune in text.EnumerateRunes())
        {
            Kind kind = KindOf(rune);
            if (kind == Kind.Punctuation && before != Kind.Number)
            {
                Push(Space, Kind.Other, buffer, ref open);
                Push(rune, kind, buffer, ref open);
                Push(Space, Kind.Other, buffer, ref open);
                before = Kind.Number;
            }
            else
            {
                Push(rune, kind, buffer, ref open);
                before = kind;
            }
        }

        if (open is { } last)
        {
            Append(last, buffer);
        }
    }

    /// <summary>Splits punctuation from what follows it unless that is a number, and symbols from everything.</summary>
    private static void Push(Rune rune, Kind kind, TextBuffer buffer, ref Rune? open)
    {
        if (open is { } punctuation)
        {
            open = null;
            if (kind == Kind.Number)
            {
                Append(punctuation, buffer);
            }
            else
            {
                AppendApart(punctuation, buffer);
            }
        }
        else if (kind == Kind.Punctuation)
        {
            open = rune;
            return;
        }

        if (kind == Kind.Symbol)
        {
            AppendApart(rune, buffer);
        }
        else
        {
            Append(rune, buffer);
        }
    }

    private static void AppendApart(Rune rune, TextBuffer buffer)
    {
        buffer.Append(' ');
        Append(rune, buffer);
        buffer.Append(' ');
    }

    private static void Append(Rune rune, TextBuffer buffer) => buffer.Advance(rune.EncodeToUtf16(buffer.Reserve(2)));

    private static Kind KindOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
        UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation => Kind.Punctuation,
        UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol
            or UnicodeCategory.OtherSymbol => Kind.Symbol,
        _ => Kind.Other,
    };
}
