using Lit.Api.Reporting;
using Lit.Metrics.Counts;
using Lit.Metrics.Reliability;

namespace Lit.Metrics.Curves;

/// <summary>Curves, reliability diagrams and confusion matrices as blocks of a report.</summary>
public static class CurvePictures
{
    private const int MostPoints = 400;

    /// <summary>ROC curves in one pair of axes, with the line of guessing.</summary>
    /// <param name="curves">The curves; their values are the names in the legend.</param>
    public static LineChartBlock Roc(IReadOnlyList<FacetCurves> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        return new(new(curves.Select(own => Series(own, own.Roc.FalsePositiveRate.ToArray(), own.Roc.TruePositiveRate.ToArray(), own.Roc.Area))))
        {
            Title = "ROC",
            XLabel = "false positive rate",
            YLabel = "true positive rate",
            XRange = new(0, 1),
            YRange = new(0, 1),
            Diagonal = true,
        };
    }

    /// <summary>Precision-recall curves in one pair of axes.</summary>
    /// <param name="curves">The curves; their values are the names in the legend.</param>
    public static LineChartBlock PrecisionRecall(IReadOnlyList<FacetCurves> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        return new(new(curves.Select(own => Series(
            own, own.PrecisionRecall.Recall.ToArray(), own.PrecisionRecall.Precision.ToArray(), own.PrecisionRecall.AveragePrecision))))
        {
            Title = "Precision and recall",
            XLabel = "recall",
            YLabel = "precision",
            XRange = new(0, 1),
            YRange = new(0, 1),
        };
    }

    /// <summary>Outcome against confidence by bin, with the line of a calibrated model.</summary>
    /// <param name="diagram">The bins.</param>
    public static LineChartBlock Reliability(ReliabilityDiagram diagram)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        ChartPoint[] points =
        [
            .. diagram.Bins.Where(bin => bin.Count > 0).Select(bin =>
            {
                Significance.Interval share = Significance.ShareInterval.Wilson(bin.Accuracy * bin.Count, bin.Count);
                return new ChartPoint(bin.Confidence, bin.Accuracy) { Lower = share.Lower, Upper = share.Upper };
            }),
        ];
        return new([new ChartSeries($"calibration error {ReportNumber.Format(diagram.ExpectedError)}", new(points))])
        {
            Title = "Reliability",
            XLabel = "confidence",
            YLabel = "share that came true",
            XRange = new(0, 1),
            YRange = new(0, 1),
            Diagonal = true,
        };
    }

    /// <summary>Counts of predicted by true class.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="classes">The names of the classes, in the order of the matrix.</param>
    /// <exception cref="ArgumentException">There is not one name for each class.</exception>
    public static HeatMapBlock Confusion(ConfusionMatrix matrix, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(classes);
        return new(new(classes), new(classes), new(matrix.Cells.ToArray()))
        {
            Title = "Confusion",
            RowLabel = "true class",
            ColumnLabel = "predicted class",
        };
    }

    private static ChartSeries Series(FacetCurves own, double[] x, double[] y, double area)
    {
        string name = own.Field.Length == 0 ? own.Value : $"{own.Field} {own.Value}";
        return new(
            $"{name} ({ReportNumber.Format(area)})",
            new(Kept(x, y).Select(i => new ChartPoint(x[i], y[i]))));
    }

    /// <summary>The ends, and of what lies between every point that moves the line by a part of the picture.</summary>
    private static IEnumerable<int> Kept(double[] x, double[] y)
    {
        int last = 0;
        for (int i = 0; i < x.Length; i++)
        {
            bool moved = Math.Abs(x[i] - x[last]) + Math.Abs(y[i] - y[last]) >= 2.0 / MostPoints;
            if (x.Length <= MostPoints || i == 0 || i == x.Length - 1 || moved)
            {
                last = i;
                yield return i;
            }
        }
    }
}
