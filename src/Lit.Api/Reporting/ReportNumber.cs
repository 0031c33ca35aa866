using System.Globalization;

namespace Lit.Api.Reporting;

/// <summary>Writes numbers as all reports do: culture-invariant, with as many digits as their size asks for.</summary>
public static class ReportNumber
{
    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">A numeric format string of .NET; null for one that suits the size.</param>
    /// <returns>The number; "n/a" for NaN, "∞" and "-∞" for the infinities.</returns>
    public static string Format(double value, string? format = null) => value switch
    {
        double.NaN => "n/a",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "-∞",
        _ => value.ToString(format ?? FormatFor(value), CultureInfo.InvariantCulture),
    };

    /// <summary>Writes a number with its sign, also when it is positive.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">A numeric format string of .NET; null for one that suits the size.</param>
    public static string Signed(double value, string? format = null)
        => value > 0 ? "+" + Format(value, format) : Format(value, format);

    private static string FormatFor(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e9 or < 1e-3 => "0.##E+0",
        var size when size == Math.Truncate(size) => "#,0",
        >= 1e4 => "#,0",
        >= 100 => "0.0",
        _ => "0.000",
    };
}
