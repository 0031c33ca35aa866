namespace Lit.Metrics.Ranks;

/// <summary>Cells of the probabilities from 0 to 1, as fine beside 1 as beside 0: odds within one differ by less than 1/256.</summary>
/// <remarks>A cell follows from the number alone, so however examples are parted among machines they fall into the same ones.</remarks>
internal static class ProbabilityCells
{
    private const int MantissaBits = 8;
    private const int LeastExponent = -40;

    private const int BelowHalf = (-LeastExponent - 1) << MantissaBits;

    /// <summary>How many cells there are.</summary>
    public const int Count = 2 * BelowHalf;

    private static readonly long LeastBits = BitConverter.DoubleToInt64Bits(Math.ScaleB(1, LeastExponent));

    /// <summary>The cell of a probability in [0, 1]; never falls as the probability rises.</summary>
    public static int Of(double probability)
        => probability < 0.5 ? FromEdge(probability) : Count - 1 - FromEdge(1 - probability);

    /// <summary>The lowest probability of a cell.</summary>
    public static double Start(int cell)
    {
        if (cell < BelowHalf)
        {
            return cell == 0 ? 0 : Value(cell);
        }

        // In the upper half a cell begins just above where its mirror image ends.
        int mirrored = Count - 1 - cell;
        return mirrored == BelowHalf - 1 ? 0.5 : Math.BitIncrement(1 - Value(mirrored + 1));
    }

    private static double Value(int cell)
        => BitConverter.Int64BitsToDouble(LeastBits + ((long)cell << (52 - MantissaBits)));

    private static int FromEdge(double probability)
    {
        long above = BitConverter.DoubleToInt64Bits(probability) - LeastBits;
        return above <= 0 ? 0 : (int)Math.Min(above >> (52 - MantissaBits), BelowHalf - 1);
    }
}
