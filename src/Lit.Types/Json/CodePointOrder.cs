namespace Lit.Types.Json;

/// <summary>Sorts keys by code point; ordinal order would put U+E000 to U+FFFF after the astral characters.</summary>
internal readonly struct CodePointOrder : IComparer<KeyValuePair<string, object?>>
{
    /// <inheritdoc />
    public int Compare(KeyValuePair<string, object?> x, KeyValuePair<string, object?> y) => Compare(x.Key, y.Key);

    public static int Compare(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        int same = x.CommonPrefixLength(y);
        return same == x.Length || same == y.Length
            ? x.Length.CompareTo(y.Length)
            : Rank(x[same]).CompareTo(Rank(y[same]));
    }

    /// <summary>Surrogates stand for the code points after all others.</summary>
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
