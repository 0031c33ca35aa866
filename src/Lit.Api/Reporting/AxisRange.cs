namespace Lit.Api.Reporting;

/// <summary>The ends of an axis.</summary>
/// <param name="Minimum">Where it starts.</param>
/// <param name="Maximum">Where it ends.</param>
public readonly record struct AxisRange(double Minimum, double Maximum)
{
    /// <summary>From 0 to 1.</summary>
    public static AxisRange Unit => new(0, 1);

    /// <summary>Where a value lies: 0 at the start of the axis, 1 at its end, cut to them.</summary>
    internal double Fraction(double value) => Maximum > Minimum
        ? Math.Clamp((value - Minimum) / (Maximum - Minimum), 0, 1)
        : 0.5;

    /// <summary>The range of the finite values; around a single value half a unit to each side.</summary>
    internal static AxisRange Around(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite is [])
        {
            return Unit;
        }

        var (minimum, maximum) = (finite.Min(), finite.Max());
        return minimum < maximum ? new(minimum, maximum) : new(minimum - 0.5, maximum + 0.5);
    }

    /// <summary>Round numbers on the axis, about <paramref name="count"/> of them.</summary>
    internal IEnumerable<double> Ticks(int count)
    {
        double raw = (Maximum - Minimum) / Math.Max(1, count);
        if (!(raw > 0) || !double.IsFinite(raw))
        {
            return [Minimum];
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        double first = Math.Ceiling((Minimum / step) - 1e-9);
        double last = Math.Floor((Maximum / step) + 1e-9);
        return Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * step, 12));
    }
}
