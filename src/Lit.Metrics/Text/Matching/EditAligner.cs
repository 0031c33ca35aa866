namespace Lit.Metrics.Text.Matching;

/// <summary>The fewest substitutions, deletions and insertions that make one row of symbols of another.</summary>
/// <remarks>
/// A row of the table at a time, 64 cells a word (G. Myers, 1999; H. Hyyrö, 2003); the rows are kept so that the edits
/// can be read off. Of equally short edits those with a deletion late in the row win, then substitutions, then
/// insertions.
/// </remarks>
internal sealed class EditAligner
{
    private readonly SymbolMasks _masks = new();
    private ulong[] _rises = [];
    private ulong[] _falls = [];

    public EditCounts Count(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis)
    {
        int before = reference.CommonPrefixLength(hypothesis);
        reference = reference[before..];
        hypothesis = hypothesis[before..];
        int after = 0;
        while (after < reference.Length && after < hypothesis.Length && reference[^(after + 1)] == hypothesis[^(after + 1)])
        {
            after++;
        }

        reference = reference[..^after];
        hypothesis = hypothesis[..^after];
        if (reference.IsEmpty || hypothesis.IsEmpty)
        {
            return new(before + after, 0, reference.Length, hypothesis.Length);
        }

        Fill(reference, hypothesis);
        return Trace(reference, hypothesis, before + after);
    }

    private void Fill(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis)
    {
        _masks.Read(reference);
        int words = _masks.Words;
        if (_rises.Length < words * (hypothesis.Length + 1))
        {
            _rises = new ulong[2 * words * (hypothesis.Length + 1)];
            _falls = new ulong[2 * words * (hypothesis.Length + 1)];
        }

        _rises.AsSpan(0, words).Fill(ulong.MaxValue);
        _falls.AsSpan(0, words).Clear();
        for (int row = 0; row < hypothesis.Length; row++)
        {
            ReadOnlySpan<ulong> mask = _masks.Of(hypothesis[row]);
            ReadOnlySpan<ulong> rises = _rises.AsSpan(row * words, words), falls = _falls.AsSpan(row * words, words);
            Span<ulong> nextRises = _rises.AsSpan((row + 1) * words, words), nextFalls = _falls.AsSpan((row + 1) * words, words);
            ulong right = 1, left = 0, carry = 0;
            for (int w = 0; w < words; w++)
            {
                ulong match = mask.IsEmpty ? 0 : mask[w];
                ulong rise = rises[w], fall = falls[w], seen = match & rise, sum = seen + rise, total = sum + carry;
                carry = sum < seen || total < sum ? 1UL : 0;
                ulong diagonal = (total ^ rise) | match | fall;
                ulong grow = fall | ~(diagonal | rise), shrink = diagonal & rise;
                ulong grown = (grow << 1) | right, shrunk = (shrink << 1) | left;
                (right, left) = (grow >> 63, shrink >> 63);
                nextRises[w] = shrunk | ~(diagonal | grown);
                nextFalls[w] = grown & diagonal;
            }
        }
    }

    private EditCounts Trace(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis, int hits)
    {
        int words = _masks.Words, substitutions = 0, deletions = 0, insertions = 0;
        int row = hypothesis.Length, column = reference.Length;
        while (row > 0 && column > 0)
        {
            if (IsSet(_rises, row, column, words))
            {
                deletions++;
                column--;
            }
            else if (IsSet(_falls, row - 1, column, words))
            {
                insertions++;
                row--;
            }
            else
            {
                row--;
                column--;
                if (reference[column] == hypothesis[row])
                {
                    hits++;
                }
                else
                {
                    substitutions++;
                }
            }
        }

        return new(hits, substitutions, deletions + column, insertions + row);
    }

    private static bool IsSet(ulong[] bits, int row, int column, int words)
        => (bits[(row * words) + ((column - 1) / 64)] >> ((column - 1) % 64) & 1) != 0;
}
