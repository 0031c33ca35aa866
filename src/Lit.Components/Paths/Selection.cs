namespace Lit.Components.Paths;

/// <summary>Finds numbers by their rank without sorting all of them.</summary>
internal static class Selection
{
    /// <summary>The number that would stand at a position if the numbers were sorted.</summary>
    /// <param name="numbers">The numbers, none of them NaN; their order changes.</param>
    /// <param name="rank">The position, from 0.</param>
    public static double Smallest(Span<double> numbers, int rank)
    {
        while (numbers.Length > 16)
        {
            double pivot = MedianOfThree(numbers);
            var (below, equal) = Part(numbers, pivot);
            if (rank < below)
            {
                numbers = numbers[..below];
            }
            else if (rank < below + equal)
            {
                return pivot;
            }
            else
            {
                rank -= below + equal;
                numbers = numbers[(below + equal)..];
            }
        }

        numbers.Sort();
        return numbers[rank];
    }

    private static double MedianOfThree(ReadOnlySpan<double> numbers)
    {
        double a = numbers[0];
        double b = numbers[numbers.Length / 2];
        double c = numbers[^1];
        return Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
    }

    /// <summary>Brings the numbers below a pivot to the front and those equal to it behind them.</summary>
    private static (int Below, int Equal) Part(Span<double> numbers, double pivot)
    {
        int below = 0;
        int next = 0;
        int above = numbers.Length;
        while (next < above)
        {
            double number = numbers[next];
            if (number < pivot)
            {
                numbers[next++] = numbers[below];
                numbers[below++] = number;
            }
            else if (number > pivot)
            {
                numbers[next] = numbers[--above];
                numbers[above] = number;
            }
            else
            {
                next++;
            }
        }

        return (below, above - below);
    }
}
