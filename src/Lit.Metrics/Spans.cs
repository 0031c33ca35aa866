using System.Globalization;

namespace Lit.Metrics;

/// <summary>Checks that the public functions on spans share; each failure names the row.</summary>
internal static class Spans
{
    public static void SameLength(int expected, int found, string what, string parameter)
    {
        if (expected != found)
        {
            throw new ArgumentException(
                $"Expected {expected} {what}, one for each label; found {found}.", parameter);
        }
    }

    public static void Weights(int rows, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
        {
            return;
        }

        SameLength(rows, weights.Length, "weights", nameof(weights));
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0) || double.IsInfinity(weights[row]))
            {
                throw new ArgumentException(
                    $"Expected finite weights of at least 0; found {Text(weights[row])} in row {row}.", nameof(weights));
            }
        }
    }

    public static void Finite(ReadOnlySpan<double> values, string what, string parameter)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (!double.IsFinite(values[row]))
            {
                throw new ArgumentException($"Expected finite {what}; found {Text(values[row])} in row {row}.", parameter);
            }
        }
    }

    /// <summary>How many values each row of a row-major matrix has.</summary>
    public static int Columns(int rows, int values, string what, string parameter)
    {
        if (rows == 0)
        {
            SameLength(0, values, what, parameter);
            return 0;
        }

        return values > 0 && values % rows == 0
            ? values / rows
            : throw new ArgumentException(
                $"Expected {what} as a row-major matrix with one row for each of {rows} labels; found {values} values.",
                parameter);
    }

    public static ArgumentException Label(int row, int found, int classes, string parameter)
        => new($"Expected labels from 0 to {classes - 1}; found {found} in row {row}.", parameter);

    public static ArgumentException Probability(int row, double found, string parameter)
        => new($"Expected probabilities in [0, 1]; found {Text(found)} in row {row}.", parameter);

    public static void Level(double level)
    {
        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "Expected a level between 0 and 1.");
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
