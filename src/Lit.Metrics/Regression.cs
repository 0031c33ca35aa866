using System.Numerics.Tensors;
using Lit.Metrics.Ranks;

namespace Lit.Metrics;

/// <summary>How far predicted numbers are from the true ones, and how closely they move together.</summary>
/// <remarks>
/// Lengths that differ, and NaN or infinity anywhere, are an <see cref="ArgumentException"/> that names the row. All
/// arithmetic is double.
/// </remarks>
public static partial class Regression
{
    private const double LeastTruth = 2.220446049250313e-16;

    /// <summary>Mean of (y − ŷ)².</summary>
    /// <param name="labels">True numbers, finite.</param>
    /// <param name="predictions">One finite number for each label.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <returns>At least 0, in the square of the label's unit; NaN for no examples.</returns>
    public static double MeanSquaredError(
        ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, ReadOnlySpan<double> weights = default)
    {
        double[] errors = Errors(labels, predictions, weights);
        TensorPrimitives.Multiply(errors, errors, errors);
        return Mean(errors, weights);
    }

    /// <summary>Root of <see cref="MeanSquaredError"/>.</summary>
    /// <returns>At least 0, in the label's unit; NaN for no examples.</returns>
    /// <inheritdoc cref="MeanSquaredError" path="/param"/>
    public static double RootMeanSquaredError(
        ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, ReadOnlySpan<double> weights = default)
        => Math.Sqrt(MeanSquaredError(labels, predictions, weights));

    /// <summary>Mean of |y − ŷ|.</summary>
    /// <returns>At least 0, in the label's unit; NaN for no examples.</returns>
    /// <inheritdoc cref="MeanSquaredError" path="/param"/>
    public static double MeanAbsoluteError(
        ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, ReadOnlySpan<double> weights = default)
    {
        double[] errors = Errors(labels, predictions, weights);
        TensorPrimitives.Abs(errors, errors);
        return Mean(errors, weights);
    }

    /// <summary>Median of |y − ŷ|, by weight; between two middle values, their mean.</summary>
    /// <returns>At least 0, in the label's unit; NaN for no examples.</returns>
    /// <inheritdoc cref="MeanSquaredError" path="/param"/>
    public static double MedianAbsoluteError(
        ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, ReadOnlySpan<double> weights = default)
    {
        double[] errors = Errors(labels, predictions, weights);
        TensorPrimitives.Abs(errors, errors);
        return WeightedQuantile.Of(errors, weights, 0.5);
    }

    /// <summary>Mean of |y − ŷ| / max(|y|, 2⁻⁵²): a share, not percent.</summary>
    /// <returns>At least 0, about 10¹⁵ where a true number is 0; NaN for no examples.</returns>
    /// <inheritdoc cref="MeanSquaredError" path="/param"/>
    public static double MeanAbsolutePercentageError(
        ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, ReadOnlySpan<double> weights = default)
    {
        double[] errors = Errors(labels, predictions, weights);
        for (int row = 0; row < errors.Length; row++)
        {
            errors[row] = Math.Abs(errors[row]) / Math.Max(Math.Abs(labels[row]), LeastTruth);
        }

        return Mean(errors, weights);
    }

    /// <summary>The largest |y − ŷ|.</summary>
    /// <returns>At least 0, in the label's unit; NaN for no examples.</returns>
    public static double MaximumError(ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions)
    {
        double[] errors = Errors(labels, predictions, default);
        return errors.Length == 0 ? double.NaN : Math.Abs(TensorPrimitives.MaxMagnitude<double>(errors));
    }

    /// <summary>Share of the labels' variance that the predictions account for, 1 − Σ(y − ŷ)² / Σ(y − ȳ)².</summary>
    /// <returns>At most 1; for constant labels −∞, or NaN when every prediction is right; NaN for fewer than two examples.</returns>
    /// <inheritdoc cref="MeanSquaredError" path="/param"/>
    public static double RSquared(
        ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, ReadOnlySpan<double> weights = default)
    {
        double unexplained = MeanSquaredError(labels, predictions, weights);
        return labels.Length < 2 ? double.NaN : 1 - (unexplained / Variance(labels, weights));
    }

    /// <summary>As <see cref="RSquared"/>, but a constant error costs nothing: 1 − Var(y − ŷ) / Var(y).</summary>
    /// <returns>At most 1; for constant labels −∞, or NaN when all errors are equal; NaN for no examples.</returns>
    /// <inheritdoc cref="MeanSquaredError" path="/param"/>
    public static double ExplainedVariance(
        ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, ReadOnlySpan<double> weights = default)
    {
        double[] errors = Errors(labels, predictions, weights);
        return 1 - (Variance(errors, weights) / Variance(labels, weights));
    }

    /// <summary>Mean cost of an error when too low costs α and too high 1 − α: least when ŷ is the α-quantile.</summary>
    /// <param name="labels">True numbers, finite.</param>
    /// <param name="predictions">One finite number for each label.</param>
    /// <param name="alpha">The quantile, in [0, 1].</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <returns>At least 0, in the label's unit; NaN for no examples.</returns>
    public static double PinballLoss(
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> predictions,
        double alpha,
        ReadOnlySpan<double> weights = default)
    {
        if (!(alpha is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a quantile in [0, 1].");
        }

        double[] errors = Errors(labels, predictions, weights);
        for (int row = 0; row < errors.Length; row++)
        {
            errors[row] *= errors[row] >= 0 ? alpha : alpha - 1;
        }

        return Mean(errors, weights);
    }

    /// <summary>Pearson's r, the linear correlation of labels and predictions.</summary>
    /// <returns>In [-1, 1]; NaN for fewer than two examples or when either side is constant.</returns>
    public static double Pearson(ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions)
    {
        Check(labels, predictions);
        return Correlation.Pearson(labels, predictions);
    }

    /// <summary>Spearman's ρ, the correlation of the ranks; equal values share the mean of their ranks.</summary>
    /// <returns>In [-1, 1]; NaN for fewer than two examples or when either side is constant.</returns>
    public static double Spearman(ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions)
    {
        Check(labels, predictions);
        return Correlation.Pearson(MidRanks.Of(labels), MidRanks.Of(predictions));
    }

    private static void Check(ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions)
    {
        Spans.SameLength(labels.Length, predictions.Length, "predictions", nameof(predictions));
        Spans.Finite(labels, "labels", nameof(labels));
        Spans.Finite(predictions, "predictions", nameof(predictions));
    }

    private static double[] Errors(
        ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, ReadOnlySpan<double> weights)
    {
        Check(labels, predictions);
        Spans.Weights(labels.Length, weights);
        double[] errors = new double[labels.Length];
        TensorPrimitives.Subtract(labels, predictions, errors);
        return errors;
    }

    private static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
        => weights.IsEmpty
            ? TensorPrimitives.Sum(values) / values.Length
            : TensorPrimitives.Dot(values, weights) / TensorPrimitives.Sum(weights);

    /// <summary>Exactly 0 for constant values.</summary>
    private static double Variance(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (values.IsEmpty || Correlation.IsConstant(values))
        {
            return values.IsEmpty ? double.NaN : 0;
        }

        double[] distances = new double[values.Length];
        TensorPrimitives.Subtract(values, Mean(values, weights), distances);
        TensorPrimitives.Multiply(distances, distances, distances);
        return Mean(distances, weights);
    }
}
