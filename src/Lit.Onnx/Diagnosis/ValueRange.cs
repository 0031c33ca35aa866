using System.Globalization;

namespace Lit.Onnx.Diagnosis;

/// <summary>What the numbers of a value were in one run.</summary>
/// <param name="Name">The value in the graph.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Minimum">The smallest number that is finite; NaN if none is.</param>
/// <param name="Maximum">The largest number that is finite; NaN if none is.</param>
/// <param name="NaNCount">How many are not a number.</param>
/// <param name="InfinityCount">How many are infinite, of either sign.</param>
public sealed record ValueRange(string Name, IReadOnlyList<long> Shape, double Minimum, double Maximum, long NaNCount, long InfinityCount)
{
    /// <summary>Such as <c>scores [1, 4, 8, 8] from -12.5 to 3, 8 NaN</c>.</summary>
    public override string ToString()
    {
        string range = double.IsNaN(Minimum)
            ? "without a finite number"
            : string.Create(CultureInfo.InvariantCulture, $"from {Minimum:G4} to {Maximum:G4}");
        return $"'{Name}' [{string.Join(", ", Shape)}] {range}"
            + (NaNCount > 0 ? $", {NaNCount} NaN" : string.Empty)
            + (InfinityCount > 0 ? $", {InfinityCount} infinite" : string.Empty);
    }

    internal static ValueRange Of<T>(string name, long[] shape, ReadOnlySpan<T> numbers, Func<T, double> convert)
    {
        var (minimum, maximum, nan, infinite) = (double.PositiveInfinity, double.NegativeInfinity, 0L, 0L);
        foreach (T item in numbers)
        {
            double number = convert(item);
            if (double.IsNaN(number))
            {
                nan++;
            }
            else if (double.IsInfinity(number))
            {
                infinite++;
            }
            else
            {
                minimum = Math.Min(minimum, number);
                maximum = Math.Max(maximum, number);
            }
        }

        bool any = minimum <= maximum;
        return new(name, shape, any ? minimum : double.NaN, any ? maximum : double.NaN, nan, infinite);
    }
}
