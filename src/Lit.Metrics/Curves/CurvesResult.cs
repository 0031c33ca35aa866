using System.Text.Json;
using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Metrics.Curves;

/// <summary>The curves of one class against all others.</summary>
/// <param name="Label">The class taken as positive.</param>
/// <param name="Roc">The ROC curve; null for no examples.</param>
/// <param name="PrecisionRecall">The precision-recall curve; null for no examples.</param>
/// <param name="Facets">The curves of each value of each facet.</param>
public sealed record CurvesResult(
    string Label, RocCurve? Roc, PrecisionRecallCurve? PrecisionRecall, IReadOnlyList<FacetCurves> Facets) : IReportable
{
    /// <summary>The ROC curve as LIT draws it: points that are not defined at 0, collinear ones left out, by rising x.</summary>
    public IReadOnlyList<CurvePoint> RocData
    {
        get
        {
            if (Roc is null)
            {
                return [];
            }

            RocCurve curve = Roc.WithoutCollinear();
            return
            [
                .. Enumerable.Range(0, curve.Count)
                    .Select(i => new CurvePoint(Defined(curve.FalsePositiveRate[i]), Defined(curve.TruePositiveRate[i])))
                    .OrderBy(point => point.X),
            ];
        }
    }

    /// <summary>The precision-recall curve as LIT draws it: precision as x, rising.</summary>
    public IReadOnlyList<CurvePoint> PrecisionRecallData
        => PrecisionRecall is not { } curve
            ? []
            : [
                .. Enumerable.Range(0, curve.Count)
                    .Select(i => new CurvePoint(curve.Precision[i], curve.Recall[i]))
                    .OrderBy(point => point.X),
            ];

    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport()
    {
        if (Roc is null || PrecisionRecall is null)
        {
            yield return new ParagraphBlock("No examples.");
            yield break;
        }

        yield return new FactsBlock(
            [new("area under the ROC curve", Roc.Area), new("average precision", PrecisionRecall.AveragePrecision)])
        {
            Title = $"Curves of {Label}",
        };
        var all = new FacetCurves("", "all", Roc, PrecisionRecall);
        yield return CurvePictures.Roc([all, .. Facets]);
        yield return CurvePictures.PrecisionRecall([all, .. Facets]);
    }

    /// <summary>LIT's answer, with areas and thresholds beside it.</summary>
    /// <param name="writer">Stands where a value may begin.</param>
    public void WriteLitJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        Write(writer, "roc_data", RocData);
        Write(writer, "pr_data", PrecisionRecallData);
        WriteNumber(writer, "auc", Roc?.Area ?? double.NaN);
        WriteNumber(writer, "average_precision", PrecisionRecall?.AveragePrecision ?? double.NaN);
        writer.WriteEndObject();
    }

    private static double Defined(double rate) => double.IsNaN(rate) ? 0 : rate;

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<CurvePoint> points)
    {
        writer.WriteStartArray(name);
        foreach (CurvePoint point in points)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(point.X);
            writer.WriteNumberValue(point.Y);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}

/// <summary>The curves of the examples that share a value.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">The value, or the range of numbers.</param>
/// <param name="Roc">The ROC curve.</param>
/// <param name="PrecisionRecall">The precision-recall curve.</param>
public sealed record FacetCurves(string Field, string Value, RocCurve Roc, PrecisionRecallCurve PrecisionRecall);
