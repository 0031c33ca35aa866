using Lit.Types;

namespace Lit.Api.Reporting;

/// <summary>Bars from zero, to the right or, below zero, to the left.</summary>
/// <param name="Bars">The bars from top to bottom.</param>
public sealed record BarChartBlock(ValueList<Bar> Bars) : ReportBlock
{
    /// <summary>What the lengths mean, with their unit; null for nothing.</summary>
    public string? ValueLabel { get; init; }

    /// <summary>Whether the two directions have colours of their own.</summary>
    /// <value>False by default.</value>
    public bool Signed { get; init; }

    /// <summary>
    /// A numeric format string of .NET, culture-invariant; null for one that suits the size of the numbers.
    /// </summary>
    public string? Format { get; init; }

    internal (double Minimum, double Maximum) Range
    {
        get
        {
            double[] ends =
            [
                0,
                .. Bars.SelectMany(bar => new[] { bar.Value, bar.Lower ?? 0, bar.Upper ?? 0 }).Where(double.IsFinite),
            ];
            var (minimum, maximum) = (ends.Min(), ends.Max());
            return minimum == maximum ? (0, 1) : (minimum, maximum);
        }
    }

    internal string Write(double value)
        => Signed ? ReportNumber.Signed(value, Format) : ReportNumber.Format(value, Format);
}

/// <summary>A bar of a <see cref="BarChartBlock"/>.</summary>
/// <param name="Label">What the bar stands for.</param>
/// <param name="Value">Its length; NaN is written and not drawn.</param>
public sealed record Bar(string Label, double Value)
{
    /// <summary>The lower bound of the value; null for none.</summary>
    public double? Lower { get; init; }

    /// <summary>The upper bound of the value; null for none.</summary>
    public double? Upper { get; init; }
}
