namespace Lit.Metrics.Ranks;

/// <summary>Numbers as unsigned integers of the same order, which a radix sort takes apart digit by digit.</summary>
internal static class SortableKeys
{
    private const ulong SignBit = 1UL << 63;

    /// <summary>The key of a finite score; −0 and 0 are the same.</summary>
    public static ulong Of(double score)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(score + 0.0);
        return bits ^ ((ulong)((long)bits >> 63) | SignBit);
    }

    /// <summary>The score that a key stands for.</summary>
    public static double Score(ulong key)
        => BitConverter.UInt64BitsToDouble(key ^ ((ulong)((long)~key >> 63) | SignBit));
}
