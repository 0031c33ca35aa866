using System.Text.Json;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Metrics.Decisions;
using Lit.Metrics.Margins;
using Lit.Types;

namespace Lit.Metrics;

/// <summary>A metric of class probabilities, in which margins may move the line between the null class and the others.</summary>
public abstract class ClassificationMetric : Metric
{
    private protected ClassificationMetric()
    {
    }

    /// <summary>Margins by prediction field.</summary>
    /// <value>
    /// Null by default: the most probable class is predicted or, where <see cref="MulticlassPreds.Threshold"/> is set beside
    /// a null class, the threshold decides.
    /// </value>
    public MarginConfig? Margins { get; init; }

    /// <inheritdoc />
    public override Compatibility CheckFields(LitType prediction, LitType? label)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return prediction is MulticlassPreds
            ? Compatibility.Full
            : new([new("prediction", nameof(MulticlassPreds), prediction.GetType().Name)]);
    }

    /// <inheritdoc />
    public override IReadOnlyList<double>? MarginsOf(MetricFields fields, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(dataset);
        if (fields.Prediction is not MulticlassPreds { NullIndex: not null } classes)
        {
            return null;
        }

        if (Margins?.Has(fields.PredictionField) == true)
        {
            return [.. dataset.Select(example => Margins.MarginOf(fields.PredictionField, example))];
        }

        return classes.Threshold is { } threshold
            ? [.. Enumerable.Repeat(Decision.MarginOf(threshold), dataset.Count)]
            : null;
    }

    /// <inheritdoc />
    /// <remarks>Each option is the name of a prediction field; its value a <see cref="JsonElement"/> in LIT's form.</remarks>
    public override Metric Configure(IReadOnlyDictionary<string, object?>? config)
    {
        if (config is null || config.Count == 0)
        {
            return this;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (field, value) in config)
            {
                writer.WritePropertyName(field);
                (value is JsonElement json
                    ? json
                    : throw new LitException(
                        $"{Name}, option '{field}': expected margins as JSON, found {value?.GetType().Name ?? "null"}.")).WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.ToArray());
        return WithMargins(MarginConfig.Read(document.RootElement));
    }

    private protected abstract Metric WithMargins(MarginConfig margins);

    private protected static MulticlassPreds Classes(MetricFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return fields.Prediction as MulticlassPreds
            ?? throw new LitException(
                $"{fields.PredictionField}: expected {nameof(MulticlassPreds)}, found {fields.Prediction.GetType().Name}.");
    }
}
