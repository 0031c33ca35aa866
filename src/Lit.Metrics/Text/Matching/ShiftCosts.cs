namespace Lit.Metrics.Text.Matching;

/// <summary>
/// Edit distances of texts that differ by a block of words put elsewhere, to a reference of at most 64 words.
/// </summary>
/// <remarks>
/// The table's column for each word is a pair of 64-bit words (G. Myers, 1999); what comes before the block is not
/// computed again.
/// </remarks>
internal sealed class ShiftCosts
{
    public const int LongestReference = 64;

    private readonly SymbolMasks _masks = new();
    private ulong[] _matches = [];
    private (ulong Rises, ulong Falls, int Distance)[] _columns = [];
    private ulong _last;

    public void Read(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference)
    {
        _masks.Read(reference);
        _last = 1UL << (reference.Length - 1);
        if (_matches.Length < hypothesis.Length)
        {
            _matches = new ulong[2 * hypothesis.Length];
            _columns = new (ulong, ulong, int)[(2 * hypothesis.Length) + 1];
        }

        _columns[0] = (ulong.MaxValue, 0, reference.Length);
        for (int i = 0; i < hypothesis.Length; i++)
        {
            _matches[i] = _masks.Single(hypothesis[i]);
            _columns[i + 1] = Step(_columns[i], _matches[i]);
        }
    }

    /// <summary>
    /// The distance with the words from one position to a middle put after those from the middle to an end.
    /// </summary>
    public int Distance(int from, int middle, int to, int length)
    {
        (ulong Rises, ulong Falls, int Distance) column = _columns[from];
        column = Run(column, middle, to);
        column = Run(column, from, middle);
        return Run(column, to, length).Distance;
    }

    private (ulong Rises, ulong Falls, int Distance) Run(
        (ulong Rises, ulong Falls, int Distance) column, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            column = Step(column, _matches[i]);
        }

        return column;
    }

    private (ulong Rises, ulong Falls, int Distance) Step((ulong Rises, ulong Falls, int Distance) column, ulong match)
    {
        (ulong rises, ulong falls, int distance) = column;
        ulong diagonal = (((match & rises) + rises) ^ rises) | match | falls;
        ulong grow = falls | ~(diagonal | rises), shrink = diagonal & rises;
        distance += (grow & _last) != 0 ? 1 : (shrink & _last) != 0 ? -1 : 0;
        ulong grown = (grow << 1) | 1;
        return ((shrink << 1) | ~(diagonal | grown), grown & diagonal, distance);
    }
}
