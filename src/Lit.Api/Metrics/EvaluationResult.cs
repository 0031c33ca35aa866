using System.Globalization;
using System.Text;
using System.Text.Json;
using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Api.Metrics;

/// <summary>The scores of a model's predictions on a dataset, with their intervals, overall and by facet.</summary>
/// <param name="Dataset">The name of the dataset.</param>
/// <param name="Fields">The scores of each prediction field, by metric in the order given.</param>
public sealed record EvaluationResult(string Dataset, IReadOnlyList<FieldEvaluation> Fields) : IReportable
{
    /// <summary>Whether the report also draws what states hold: curves, reliability and confusion of classes.</summary>
    /// <value>False by default: tables only. Ask for pictures by <c>result with { Pictures = true }</c>.</value>
    public bool Pictures { get; init; }

    /// <summary>A score of all examples: the first of that name.</summary>
    /// <param name="score">Its name, such as <c>accuracy</c>.</param>
    /// <exception cref="LitException">There is no such score; the message lists those that there are.</exception>
    public MetricValue this[string score]
        => Find(Fields.SelectMany(field => field.Values), score);

    /// <summary>A score of the examples that share a value.</summary>
    /// <param name="score">Its name, such as <c>accuracy</c>.</param>
    /// <param name="facet">The field.</param>
    /// <param name="value">The value, as <see cref="FacetEvaluation.Value"/> writes it.</param>
    /// <exception cref="LitException">There is no such score; the message lists those that there are.</exception>
    public MetricValue this[string score, string facet, string value]
    {
        get
        {
            FacetEvaluation[] parts = [.. Fields.SelectMany(field => field.Facets).Where(part => part.Field == facet)];
            FacetEvaluation[] found = [.. parts.Where(part => part.Value == value)];
            return found.Length > 0
                ? Find(found.SelectMany(part => part.Values), score)
                : throw new LitException(
                    $"Expected one of the values {string.Join(", ", parts.Select(part => part.Value).Distinct())} of facet "
                    + $"'{facet}'; found '{value}'.");
        }
    }

    /// <summary>The result with some of its scores, in the order asked for: what a report has room for.</summary>
    /// <param name="scores">Their names, such as <c>accuracy</c>.</param>
    /// <exception cref="LitException">There is no such score; the message lists those that there are.</exception>
    public EvaluationResult Only(params IReadOnlyList<string> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        foreach (string score in scores)
        {
            _ = this[score];
        }

        return this with
        {
            Fields =
            [
                .. Fields
                    .Select(field => field with
                    {
                        Values = Pick(field.Values, scores),
                        Facets = [.. field.Facets.Select(part => part with { Values = Pick(part.Values, scores) })],
                    })
                    .Where(field => field.Values.Count > 0),
            ],
        };
    }

    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport()
    {
        foreach (FieldEvaluation field in Fields)
        {
            string against = field.Fields.LabelField is { } label ? $" against {label}" : "";
            string title = $"{field.Metric.Name}: {field.Fields.PredictionField}{against}";
            yield return Overall(field) with { Title = title };
            foreach (ReportBlock picture in Pictures ? field.State.Pictures(field.Fields) : [])
            {
                yield return picture;
            }

            foreach (IGrouping<string, FacetEvaluation> facet in field.Facets.GroupBy(part => part.Field))
            {
                yield return ByFacet(field.Metric, facet) with { Title = $"By {facet.Key}" };
            }
        }
    }

    /// <summary>LIT's answer to a request for metrics: one record for each pair of fields, null for what is not defined.</summary>
    /// <param name="writer">Stands where a value may begin.</param>
    public void WriteLitJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        foreach (FieldEvaluation field in Fields)
        {
            writer.WriteStartObject();
            writer.WriteString("pred_key", field.Fields.PredictionField);
            writer.WriteString("label_key", field.Fields.LabelField);
            writer.WriteStartObject("metrics");
            foreach (MetricValue value in field.Values.Where(value => value.IsOnWire))
            {
                if (!double.IsFinite(value.Value))
                {
                    writer.WriteNull(value.Name);
                }
                else if (value.IsCount)
                {
                    writer.WriteNumber(value.Name, (long)value.Value);
                }
                else
                {
                    writer.WriteNumber(value.Name, value.Value);
                }
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>All scores as a compact table: one line for all examples, one for each facet value.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (FieldEvaluation field in Fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"{field.Metric.Name} of {field.Fields.PredictionField}, {field.Examples} examples\n");
            foreach (MetricValue value in field.Values)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {value}\n");
            }

            foreach (FacetEvaluation part in field.Facets)
            {
                string scores = string.Join("; ", part.Values);
                text.Append(CultureInfo.InvariantCulture, $"  {part.Field} = {part.Value}, {part.Examples} examples: {scores}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A cell with the interval, if there is one, and the reason, if there is no score.</summary>
    internal static ReportCell Cell(MetricValue? value) => value switch
    {
        null => "",
        { HasInterval: true } => new IntervalCell(value.Value, value.Lower, value.Upper),
        _ => value.Value,
    };

    private static MetricValue[] Pick(IReadOnlyList<MetricValue> values, IReadOnlyList<string> scores)
        => [.. scores.Select(score => values.FirstOrDefault(value => value.Name == score)).OfType<MetricValue>()];

    private static MetricValue Find(IEnumerable<MetricValue> values, string score)
        => values.FirstOrDefault(value => value.Name == score)
            ?? throw new LitException(
                $"Expected one of the scores {string.Join(", ", values.Select(value => value.Name).Distinct())}; found '{score}'.");

    private static TableBlock Overall(FieldEvaluation field)
        => new(
            ["score", Interval(field.Values), "examples", "remark"],
            [.. field.Values.Select(value => new ValueList<ReportCell>([value.Name, Cell(value), value.Support, value.Reason]))]);

    private static TableBlock ByFacet(Metric metric, IGrouping<string, FacetEvaluation> facet)
    {
        var known = facet.SelectMany(part => part.Values).Select(value => value.Name).ToHashSet(StringComparer.Ordinal);
        string[] scores = [.. metric.Headlines.Where(known.Contains)];
        return new(
            [facet.Key, "examples", .. scores.Select(score => new TableColumn(score))],
            [
                .. facet.Select(part => new ValueList<ReportCell>(
                [
                    part.Value,
                    part.Examples,
                    .. scores.Select(score => Cell(part.Values.FirstOrDefault(value => value.Name == score))),
                ])),
            ]);
    }

    private static TableColumn Interval(IReadOnlyList<MetricValue> values)
        => values.FirstOrDefault(value => value.HasInterval) is { } first
            ? $"value, {(first.Level * 100).ToString("0.##", CultureInfo.InvariantCulture)} % interval"
            : "value";
}
