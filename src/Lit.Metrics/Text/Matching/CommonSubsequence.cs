using System.Numerics;

namespace Lit.Metrics.Text.Matching;

/// <summary>The longest subsequence that two rows of symbols share.</summary>
/// <remarks>
/// The length is found 64 symbols at a time (H. Hyyrö: Bit-Parallel LCS-length Computation Revisited, 2004); which
/// symbols they are takes a table.
/// </remarks>
internal sealed class CommonSubsequence
{
    private readonly SymbolMasks _masks = new();
    private ulong[] _unmatched = [];
    private int[] _table = [];

    public int Length(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            return 0;
        }

        _masks.Read(first);
        return first.Length <= 64 ? Single(first.Length, second) : Several(first.Length, second);
    }

    /// <summary>Marks the symbols of the first row that are in one of the longest common subsequences.</summary>
    /// <param name="first">One row.</param>
    /// <param name="second">The other.</param>
    /// <param name="marks">One for each symbol of the first row; only ever set, so that calls unite.</param>
    public void Mark(ReadOnlySpan<int> first, ReadOnlySpan<int> second, Span<bool> marks)
    {
        int width = second.Length + 1;
        if (_table.Length < (first.Length + 1) * width)
        {
            _table = new int[2 * (first.Length + 1) * width];
        }

        Span<int> table = _table;
        table[..width].Clear();
        for (int i = 1; i <= first.Length; i++)
        {
            Span<int> above = table.Slice((i - 1) * width, width), row = table.Slice(i * width, width);
            row[0] = 0;
            for (int j = 1; j < width; j++)
            {
                row[j] = first[i - 1] == second[j - 1] ? above[j - 1] + 1 : Math.Max(above[j], row[j - 1]);
            }
        }

        for (int i = first.Length, j = second.Length; i > 0 && j > 0;)
        {
            if (first[i - 1] == second[j - 1])
            {
                marks[--i] = true;
                j--;
            }
            else if (table[(i * width) + j - 1] > table[((i - 1) * width) + j])
            {
                j--;
            }
            else
            {
                i--;
            }
        }
    }

    private int Single(int length, ReadOnlySpan<int> second)
    {
        ulong unmatched = ulong.MaxValue;
        foreach (int symbol in second)
        {
            ulong mask = _masks.Single(symbol);
            unmatched = (unmatched + (unmatched & mask)) | (unmatched & ~mask);
        }

        return BitOperations.PopCount(~unmatched & (ulong.MaxValue >> (64 - length)));
    }

    private int Several(int length, ReadOnlySpan<int> second)
    {
        int words = _masks.Words;
        if (_unmatched.Length < words)
        {
            _unmatched = new ulong[2 * words];
        }

        Span<ulong> unmatched = _unmatched.AsSpan(0, words);
        unmatched.Fill(ulong.MaxValue);
        foreach (int symbol in second)
        {
            ReadOnlySpan<ulong> mask = _masks.Of(symbol);
            ulong carry = 0;
            for (int w = 0; w < mask.Length; w++)
            {
                ulong own = unmatched[w], matched = own & mask[w], sum = own + matched;
                ulong carried = sum + carry;
                carry = sum < own || carried < sum ? 1UL : 0;
                unmatched[w] = carried | (own & ~mask[w]);
            }
        }

        unmatched[^1] |= length % 64 == 0 ? 0 : ulong.MaxValue << (length % 64);
        int matches = 0;
        foreach (ulong word in unmatched)
        {
            matches += BitOperations.PopCount(~word);
        }

        return matches;
    }
}
