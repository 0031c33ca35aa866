using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.Text.Tags;

/// <summary>How well spans of tokens, such as names of persons and places, were found.</summary>
/// <remarks>
/// See <see cref="TagSpans"/>. Predictions are <see cref="SequenceTags"/>; the true tags are the field of the dataset
/// that has the same name, or that <see cref="LabelField"/> names. Precision, recall and F1 are 0 where nothing was
/// predicted or true, with the reason beside them. Examples without tags are left out and counted.
/// </remarks>
public sealed class SpanMetrics : Metric
{
    internal const int AllScores = 10;

    private static readonly Spec Micro = Describe(
        ("precision", "Predicted spans that are right, among all predicted."),
        ("recall", "Predicted spans that are right, among all true."),
        ("f1", "The harmonic mean of the two."));

    private static readonly Spec All = Describe(
    [
        .. Micro.Select(score => (score.Key, ((MetricResult)score.Value).Description)),
        ("macro_precision", "Mean precision of types."),
        ("macro_recall", "Mean recall of types."),
        ("macro_f1", "Mean F1 of types."),
        ("weighted_precision", "Mean precision of types, by how many true spans they have."),
        ("weighted_recall", "Mean recall of types, by how many true spans they have."),
        ("weighted_f1", "Mean F1 of types, by how many true spans they have."),
        ("tag_accuracy", "Share of tags that are right."),
    ]);

    /// <inheritdoc />
    public override string Name => "spans";

    /// <inheritdoc />
    public override string Description => "Precision, recall and F1 of spans of tokens, such as names.";

    /// <inheritdoc />
    public override Spec MetaSpec => Extended ? All : Micro;

    /// <summary>How tags are read.</summary>
    /// <value><see cref="TagScheme.Lenient"/> by default.</value>
    public TagScheme Scheme { get; init; }

    /// <summary>The field of the dataset with the true tags; null for the one named as the prediction is.</summary>
    public string? LabelField { get; init; }

    /// <summary>Whether to add means over types and the share of right tags.</summary>
    public bool Extended { get; init; }

    /// <inheritdoc />
    protected override bool NeedsLabel => false;

    /// <inheritdoc />
    public override Compatibility CheckFields(LitType prediction, LitType? label)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return prediction is SequenceTags
            ? Compatibility.Full
            : new([new("prediction", nameof(SequenceTags), prediction.GetType().Name)]);
    }

    /// <inheritdoc />
    public override MetricState CreateState(MetricFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        CheckFields(fields.Prediction, fields.Label).ThrowIfIncompatible(Name);
        return new SpanState(this);
    }

    /// <inheritdoc />
    public override MetricState ReadState(MetricFields fields, JsonElement json) => SpanState.Read(this, json);

    /// <inheritdoc />
    public override PairedUnits CreatePairedUnits(MetricBatch before, MetricBatch after, string score)
    {
        CheckPair(before, after, score);
        var rows = new SpanRows(this, before, after);
        int place = MetaSpec.Keys.Index().First(entry => entry.Item == score).Index;
        return new(rows, place, rows.Units[..before.Count], rows.Units[before.Count..]);
    }

    /// <summary>The true tags of a row; null when it has none.</summary>
    internal IReadOnlyList<string>? LabelsOf(MetricBatch batch, int row)
    {
        string field = batch.Fields.LabelField ?? LabelField ?? batch.Fields.PredictionField;
        return (batch.Fields.LabelField is null ? batch.Field(row, field) : batch.Label(row)) switch
        {
            null => null,
            IReadOnlyList<string> tags => tags,
            var other => throw new LitException(
                $"Row {row}, field '{field}': expected tags as a list of texts, found {other.GetType().Name}."),
        };
    }

    private static Spec Describe(params ReadOnlySpan<(string Name, string Description)> scores)
    {
        List<KeyValuePair<string, LitType>> fields = [];
        foreach (var (name, description) in scores)
        {
            fields.Add(new(name, new MetricResult { BestValue = MetricBestValue.Highest, Description = description }));
        }

        return Spec.Create([.. fields]);
    }
}
