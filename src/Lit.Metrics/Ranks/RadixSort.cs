using System.Numerics;

namespace Lit.Metrics.Ranks;

/// <summary>Sorts many keys in a few passes over memory.</summary>
/// <remarks>
/// Three passes order the keys by the 33 highest bits in which they differ; what shares those bits is a handful of
/// neighbours, put right by insertion, or a longer run, sorted by comparison. Equal keys need no work at all.
/// </remarks>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int Buckets = 1 << DigitBits;
    private const int LeastWorthwhile = 4096;
    private const int InsertionLimit = 24;

    /// <summary>Sorts ascending.</summary>
    /// <param name="keys">What to sort.</param>
    /// <param name="scratch">Room for as many keys; its content is lost. Empty: allocated when it is needed.</param>
    public static void Sort(Span<ulong> keys, Span<ulong> scratch = default)
    {
        if (keys.Length < LeastWorthwhile)
        {
            keys.Sort();
            return;
        }

        (ulong least, ulong most) = Range(keys);
        if (least == most)
        {
            return;
        }

        scratch = scratch.Length >= keys.Length ? scratch[..keys.Length] : new ulong[keys.Length];
        int bits = 64 - BitOperations.LeadingZeroCount(most - least);
        int shift = Math.Max(0, bits - (3 * DigitBits));
        int[] starts = new int[3 * Buckets];
        foreach (ulong key in keys)
        {
            ulong high = (key - least) >> shift;
            starts[high & (Buckets - 1)]++;
            starts[Buckets + (int)((high >> DigitBits) & (Buckets - 1))]++;
            starts[(2 * Buckets) + (int)(high >> (2 * DigitBits))]++;
        }

        Span<ulong> from = keys, to = scratch;
        for (int pass = 0; pass < 3; pass++)
        {
            Span<int> digits = starts.AsSpan(pass * Buckets, Buckets);
            if (digits.Contains(keys.Length))
            {
                continue; // all keys share this digit
            }

            Scatter(from, to, digits, least, shift + (pass * DigitBits));
            Span<ulong> last = from;
            from = to;
            to = last;
        }

        if (from != keys)
        {
            from.CopyTo(keys);
        }

        if (shift > 0)
        {
            Finish(keys, least, shift);
        }
    }

    private static (ulong Least, ulong Most) Range(ReadOnlySpan<ulong> keys)
    {
        ulong least = ulong.MaxValue, most = 0;
        foreach (ulong key in keys)
        {
            least = Math.Min(least, key);
            most = Math.Max(most, key);
        }

        return (least, most);
    }

    private static void Scatter(ReadOnlySpan<ulong> from, Span<ulong> to, Span<int> digits, ulong least, int shift)
    {
        int start = 0;
        for (int digit = 0; digit < digits.Length; digit++)
        {
            (digits[digit], start) = (start, start + digits[digit]);
        }

        foreach (ulong key in from)
        {
            to[digits[(int)((key - least) >> shift) & (Buckets - 1)]++] = key;
        }
    }

    private static void Finish(Span<ulong> keys, ulong least, int shift)
    {
        int begin = 0;
        while (begin < keys.Length)
        {
            ulong high = (keys[begin] - least) >> shift;
            bool sorted = true;
            int end = begin + 1;
            for (; end < keys.Length && (keys[end] - least) >> shift == high; end++)
            {
                sorted &= keys[end - 1] <= keys[end];
            }

            if (!sorted)
            {
                Span<ulong> run = keys[begin..end];
                if (run.Length > InsertionLimit)
                {
                    run.Sort();
                }
                else
                {
                    Insert(run);
                }
            }

            begin = end;
        }
    }

    private static void Insert(Span<ulong> run)
    {
        for (int i = 1; i < run.Length; i++)
        {
            ulong key = run[i];
            int j = i - 1;
            for (; j >= 0 && run[j] > key; j--)
            {
                run[j + 1] = run[j];
            }

            run[j + 1] = key;
        }
    }
}
