using Lit.Types;

namespace Lit.Api.Reporting;

/// <summary>Curves, or clouds of points, in one pair of axes.</summary>
/// <param name="Series">The curves.</param>
public sealed record LineChartBlock(ValueList<ChartSeries> Series) : ReportBlock
{
    /// <summary>What stands along the horizontal axis, with its unit.</summary>
    public required string XLabel { get; init; }

    /// <summary>What stands along the vertical axis, with its unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>The ends of the horizontal axis; null for the range of the points.</summary>
    public AxisRange? XRange { get; init; }

    /// <summary>The ends of the vertical axis; null for the range of the points.</summary>
    public AxisRange? YRange { get; init; }

    /// <summary>Whether the line y = x is drawn, as in calibration curves.</summary>
    /// <value>False by default.</value>
    public bool Diagonal { get; init; }

    internal AxisRange Horizontal
        => XRange ?? Around(Series.SelectMany(series => series.Points).Select(point => point.X));

    internal AxisRange Vertical => YRange ?? Around(
        Series.SelectMany(series => series.Points)
            .SelectMany(point => new[] { point.Y, point.Lower ?? point.Y, point.Upper ?? point.Y }));

    /// <summary>The range of the values; with room at both ends for the marks of a cloud of points.</summary>
    private AxisRange Around(IEnumerable<double> values)
    {
        var range = AxisRange.Around(values);
        double room = Series.All(series => series.Joined) ? 0 : 0.04 * (range.Maximum - range.Minimum);
        return new(range.Minimum - room, range.Maximum + room);
    }
}

/// <summary>A curve of a <see cref="LineChartBlock"/>.</summary>
/// <param name="Name">What the curve stands for; shown in the legend.</param>
/// <param name="Points">The points in the order in which they are joined.</param>
public sealed record ChartSeries(string Name, ValueList<ChartPoint> Points)
{
    /// <summary>Whether the points are joined by lines; if not, they are drawn as marks.</summary>
    /// <value>True by default.</value>
    public bool Joined { get; init; } = true;
}

/// <summary>A point of a curve; a point that is not finite interrupts it.</summary>
/// <param name="X">The horizontal place.</param>
/// <param name="Y">The vertical place.</param>
public readonly record struct ChartPoint(double X, double Y)
{
    /// <summary>The lower bound of <see cref="Y"/>; null for none.</summary>
    public double? Lower { get; init; }

    /// <summary>The upper bound of <see cref="Y"/>; null for none.</summary>
    public double? Upper { get; init; }

    internal bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}
