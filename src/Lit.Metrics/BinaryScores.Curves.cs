using Lit.Metrics.Curves;

namespace Lit.Metrics;

/// <content>Curves.</content>
public static partial class BinaryScores
{
    /// <summary>The ROC curve, a point for each distinct score.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a label is not 0 or 1, or a score is not finite; the message says in which row.</exception>
    /// <inheritdoc cref="RocAuc" path="/param"/>
    public static RocCurve Roc(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
        => new(ThresholdSweep.Of(labels, scores, weights));

    /// <summary>The precision-recall curve, a point for each distinct score.</summary>
    /// <inheritdoc cref="Roc" path="/exception"/>
    /// <inheritdoc cref="RocAuc" path="/param"/>
    public static PrecisionRecallCurve PrecisionRecall(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
        => new(ThresholdSweep.Of(labels, scores, weights));

    /// <summary>Both kinds of errors against each other, a point for each distinct score.</summary>
    /// <inheritdoc cref="Roc" path="/exception"/>
    /// <inheritdoc cref="RocAuc" path="/param"/>
    public static DetectionErrorCurve DetectionError(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
        => new(ThresholdSweep.Of(labels, scores, weights));

    /// <summary>Area under the ROC curve up to a false positive rate, scaled so that guessing gives ½.</summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="scores">One finite number for each label; any scale, only the order counts.</param>
    /// <param name="limit">The highest false positive rate, in (0, 1].</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <returns>At most 1; NaN when a class has no example.</returns>
    public static double PartialRocAuc(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> scores,
        double limit,
        ReadOnlySpan<double> weights = default)
        => Roc(labels, scores, weights).PartialArea(limit);
}
