using Lit.Metrics.Counts;

namespace Lit.Metrics;

/// <summary>Scores of predicted classes, for when a number is all that is wanted.</summary>
/// <remarks>
/// Labels and predictions are positions of classes. Lengths that differ and numbers that are no class are an
/// <see cref="ArgumentException"/> that names the row. For per-class figures see <see cref="ConfusionMatrix"/>.
/// </remarks>
public static class Classification
{
    /// <summary>Share of predictions that equal their label; labels may be of any type.</summary>
    /// <returns>In [0, 1]; NaN for no examples.</returns>
    public static double Accuracy<T>(ReadOnlySpan<T> labels, ReadOnlySpan<T> predictions)
        where T : IEquatable<T>?
    {
        Spans.SameLength(labels.Length, predictions.Length, "predictions", nameof(predictions));
        int right = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            right += EqualityComparer<T>.Default.Equals(labels[row], predictions[row]) ? 1 : 0;
        }

        return (double)right / labels.Length;
    }

    /// <inheritdoc cref="Accuracy{T}(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    public static double Accuracy(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions)
        => Accuracy<int>(labels, predictions);

    /// <summary>Counts of predicted by true class.</summary>
    /// <inheritdoc cref="ConfusionMatrix.Count" path="/param"/>
    public static ConfusionMatrix Confusion(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classes, ReadOnlySpan<double> weights = default)
        => ConfusionMatrix.Count(labels, predictions, classes, weights);

    /// <summary>F1 of class 1 against class 0.</summary>
    /// <returns>In [0, 1]; NaN when class 1 is neither true nor predicted anywhere.</returns>
    public static double F1(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions)
        => ConfusionMatrix.Count(labels, predictions, 2).Score(1).F;

    /// <summary>F of class 1 against class 0, with recall weighing β times as much as precision.</summary>
    /// <returns>In [0, 1]; NaN when class 1 is neither true nor predicted anywhere.</returns>
    public static double FBeta(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, double beta)
        => ConfusionMatrix.Count(labels, predictions, 2).Score(1, beta).F;

    /// <summary>Mean F1 over the classes that are true or predicted anywhere.</summary>
    /// <returns>In [0, 1]; NaN for no examples.</returns>
    public static double MacroF1(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classes)
        => ConfusionMatrix.Count(labels, predictions, classes).Score(Averaging.Macro).F;

    /// <summary>Mean recall over the classes that occur.</summary>
    /// <returns>In [0, 1]; NaN for no examples.</returns>
    public static double BalancedAccuracy(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classes)
        => ConfusionMatrix.Count(labels, predictions, classes).BalancedAccuracy();
}
