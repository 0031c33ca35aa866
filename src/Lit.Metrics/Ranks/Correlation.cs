using System.Numerics.Tensors;

namespace Lit.Metrics.Ranks;

/// <summary>Product-moment correlation.</summary>
internal static class Correlation
{
    /// <returns>In [-1, 1]; NaN for fewer than two rows or when either side is constant.</returns>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        // Asked of the values and not of their variance, which rounding can leave a little above zero.
        if (x.Length < 2 || IsConstant(x) || IsConstant(y))
        {
            return double.NaN;
        }

        if (x.Length == 2)
        {
            return Math.Sign(x[1] - x[0]) * Math.Sign(y[1] - y[0]);
        }

        double[] a = Unit(x), b = Unit(y);
        return Math.Clamp(TensorPrimitives.Dot<double>(a, b), -1, 1);
    }

    /// <summary>The same from weighted sums about a point near the means: Σw, Σwx, Σwy, Σwx², Σwy², Σwxy.</summary>
    public static double FromSums(double weight, double x, double y, double xx, double yy, double xy)
    {
        double spreadX = xx - (x * x / weight), spreadY = yy - (y * y / weight);
        double together = xy - (x * y / weight);
        return spreadX > 1e-13 * xx && spreadY > 1e-13 * yy
            ? Math.Clamp(together / Math.Sqrt(spreadX * spreadY), -1, 1)
            : double.NaN;
    }

    public static bool IsConstant(ReadOnlySpan<double> values) => !values.ContainsAnyExcept(values[0]);

    private static double[] Unit(ReadOnlySpan<double> values)
    {
        double[] centered = new double[values.Length];
        TensorPrimitives.Subtract(values, TensorPrimitives.Average(values), centered);

        // Scaled first, so that squares neither overflow nor vanish.
        double most = Math.Abs(TensorPrimitives.MaxMagnitude<double>(centered));
        TensorPrimitives.Divide(centered, most, centered);
        TensorPrimitives.Divide(centered, TensorPrimitives.Norm<double>(centered), centered);
        return centered;
    }
}
