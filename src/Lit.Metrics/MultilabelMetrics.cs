using Lit.Api.Metrics;
using Lit.Metrics.Counts;
using Lit.Types;

namespace Lit.Metrics;

/// <summary>How well predicted sets of labels equal the true ones.</summary>
/// <remarks>
/// A label is predicted when its score is greater than its threshold. Labels outside the vocabulary, that of the prediction
/// or else that of the label field, are left out on both sides; without a vocabulary every label counts. Examples without
/// labels or prediction are left out and counted; NaN as a score is an error that names the row.
/// </remarks>
public sealed class MultilabelMetrics : AdditiveMetric
{
    private static readonly Spec LitScores = new()
    {
        ["exactmatch"] = Best("The share of examples whose predicted labels are the true ones."),
        ["precision"] = Best("Mean over examples of right predicted labels among all predicted."),
        ["recall"] = Best("Mean over examples of right predicted labels among all true."),
        ["f1"] = Best("Mean over examples of the harmonic mean of the two."),
    };

    private static readonly Spec AllScores = new()
    {
        ["exactmatch"] = LitScores["exactmatch"],
        ["precision"] = LitScores["precision"],
        ["recall"] = LitScores["recall"],
        ["f1"] = LitScores["f1"],
        ["micro_precision"] = Best("Right predicted labels of all examples among all predicted."),
        ["micro_recall"] = Best("Right predicted labels of all examples among all true."),
        ["micro_f1"] = Best("The harmonic mean of the two."),
    };

    /// <inheritdoc />
    public override string Name => "multilabel";

    /// <inheritdoc />
    public override string Description => "Exact match, precision, recall and F1 of predicted sets of labels.";

    /// <inheritdoc />
    public override Spec MetaSpec => Extended ? AllScores : LitScores;

    /// <summary>Whether to add averages over all labels of all examples together.</summary>
    /// <value>False by default: the scores that LIT gives.</value>
    public bool Extended { get; init; }

    /// <summary>The score above which a label is predicted.</summary>
    /// <value>0.5 by default.</value>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Thresholds of single labels, in place of <see cref="Threshold"/>.</summary>
    public IReadOnlyDictionary<string, double> Thresholds { get; init; } = new Dictionary<string, double>();

    /// <summary>Stands for 0/0 in an example, such as its precision without a predicted label; NaN leaves it out of the mean.</summary>
    /// <value>0 by default, as in LIT: an example without true and predicted labels then scores 0, though it matches exactly.</value>
    public double ZeroDivision { get; init; }

    /// <inheritdoc />
    protected override int SumCount => (int)Sum.Count;

    /// <inheritdoc />
    public override Compatibility CheckFields(LitType prediction, LitType? label)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        List<SpecMismatch> mismatches = [];
        if (prediction is not SparseMultilabelPreds)
        {
            mismatches.Add(new("prediction", nameof(SparseMultilabelPreds), prediction.GetType().Name));
        }

        if (label is not SparseMultilabel)
        {
            mismatches.Add(new("label", nameof(SparseMultilabel), label?.GetType().Name ?? "no label"));
        }

        return new(mismatches);
    }

    /// <inheritdoc />
    public override MetricState CreateState(MetricFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        CheckFields(fields.Prediction, fields.Label).ThrowIfIncompatible(Name);
        return base.CreateState(fields);
    }

    /// <inheritdoc />
    protected override bool TryMeasure(MetricBatch batch, int row, Span<double> sums)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!batch.TryGetLabel(row, out IReadOnlyList<string> labels)
            || !batch.TryGetPrediction(row, out IReadOnlyList<ScoredText> predictions))
        {
            return false;
        }

        foreach (ScoredText prediction in predictions)
        {
            if (prediction.Score is double.NaN)
            {
                throw new LitException(
                    $"Row {row}, field '{batch.Fields.PredictionField}': expected a score for each label, found NaN for one.");
            }
        }

        Measure(VocabularyOf(batch.Fields), labels, predictions, sums);
        return true;
    }

    /// <inheritdoc />
    protected override void Score(ReadOnlySpan<double> sums, double count, Span<double> scores)
    {
        scores[0] = sums[(int)Sum.Exact] / count;
        scores[1] = sums[(int)Sum.Precision] / sums[(int)Sum.Precisions];
        scores[2] = sums[(int)Sum.Recall] / sums[(int)Sum.Recalls];
        scores[3] = sums[(int)Sum.F] / sums[(int)Sum.Fs];
        if (Extended)
        {
            PrecisionRecall micro = PrecisionRecall.Of(
                sums[(int)Sum.Right], sums[(int)Sum.Predicted], sums[(int)Sum.True], beta: 1, double.NaN);
            (scores[4], scores[5], scores[6]) = (micro.Precision, micro.Recall, micro.F);
        }
    }

    /// <inheritdoc />
    protected override (double Least, double Greatest) RangeOf(string score) => (0, 1);

    /// <inheritdoc />
    protected override string UndefinedBecause(string score) => "nothing to count: no label is predicted or true";

    internal void Measure(
        Vocabulary? vocabulary, IReadOnlyList<string> labels, IReadOnlyList<ScoredText> predictions, Span<double> sums)
    {
        var truth = labels.Where(label => vocabulary?.Contains(label) ?? true).ToHashSet(StringComparer.Ordinal);
        var predicted = predictions
            .Where(p => p.Score > Thresholds.GetValueOrDefault(p.Text, Threshold) && (vocabulary?.Contains(p.Text) ?? true))
            .Select(p => p.Text)
            .ToHashSet(StringComparer.Ordinal);
        int right = predicted.Count(truth.Contains);
        PrecisionRecall own = PrecisionRecall.Of(right, predicted.Count, truth.Count, beta: 1, ZeroDivision);
        sums[(int)Sum.Exact] = right == truth.Count && right == predicted.Count ? 1 : 0;
        (sums[(int)Sum.Precision], sums[(int)Sum.Precisions]) = Defined(own.Precision);
        (sums[(int)Sum.Recall], sums[(int)Sum.Recalls]) = Defined(own.Recall);
        (sums[(int)Sum.F], sums[(int)Sum.Fs]) = Defined(own.F);
        (sums[(int)Sum.Right], sums[(int)Sum.Predicted], sums[(int)Sum.True]) = (right, predicted.Count, truth.Count);
    }

    internal static Vocabulary? VocabularyOf(MetricFields fields)
        => (fields.Prediction as SparseMultilabelPreds)?.Vocab is { Count: > 0 } own ? own
            : (fields.Label as SparseMultilabel)?.Vocab is { Count: > 0 } other ? other
            : null;

    private static (double Value, double Weight) Defined(double score) => double.IsNaN(score) ? (0, 0) : (score, 1);

    private static MetricResult Best(string description)
        => new() { BestValue = MetricBestValue.Highest, Description = description };

    private enum Sum
    {
        Exact,
        Precision,
        Precisions,
        Recall,
        Recalls,
        F,
        Fs,
        Right,
        Predicted,
        True,
        Count,
    }
}
