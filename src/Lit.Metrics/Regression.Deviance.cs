using System.Globalization;
using Lit.Api.Metrics.Distributions;
using Lit.Metrics.Ranks;

namespace Lit.Metrics;

/// <content>Deviances, and shares of them that predictions account for.</content>
public static partial class Regression
{
    /// <summary>Mean of (ln(1 + y) − ln(1 + ŷ))²: an error of ten percent costs as much wherever it is made.</summary>
    /// <returns>At least 0; NaN for no examples.</returns>
    /// <exception cref="ArgumentException">A number is −1 or less, or lengths differ; the message says in which row.</exception>
    /// <inheritdoc cref="MeanSquaredError" path="/param"/>
    public static double MeanSquaredLogError(
        ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, ReadOnlySpan<double> weights = default)
    {
        double[] errors = Errors(labels, predictions, weights);
        for (int row = 0; row < errors.Length; row++)
        {
            double least = Math.Min(labels[row], predictions[row]);
            double error = least > -1
                ? GammaFunctions.LogOnePlus(labels[row]) - GammaFunctions.LogOnePlus(predictions[row])
                : throw Domain(row, "greater than -1", least);
            errors[row] = error * error;
        }

        return Mean(errors, weights);
    }

    /// <summary>Mean Tweedie deviance: squared error at power 0, Poisson at 1, gamma at 2.</summary>
    /// <param name="labels">True numbers, finite.</param>
    /// <param name="predictions">One finite number for each label.</param>
    /// <param name="power">How the variance grows with the mean: not between 0 and 1.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <returns>At least 0; NaN for no examples.</returns>
    /// <exception cref="ArgumentException">
    /// Power and numbers do not fit: with a power other than 0 predictions have to be positive, from 1 on labels at least 0,
    /// from 2 on greater than 0. The message says in which row.
    /// </exception>
    public static double TweedieDeviance(
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> predictions,
        double power,
        ReadOnlySpan<double> weights = default)
    {
        if (double.IsNaN(power) || power is > 0 and < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(power), power, "Expected a power that is not between 0 and 1.");
        }

        double[] deviances = Errors(labels, predictions, weights);
        for (int row = 0; row < deviances.Length; row++)
        {
            double y = labels[row], p = predictions[row];
            if ((power != 0 && !(p > 0)) || (power >= 1 && y < 0) || (power >= 2 && y == 0))
            {
                throw Domain(row, power >= 2 ? "greater than 0" : "at least 0, predictions greater than 0", Math.Min(y, p));
            }

            deviances[row] = Deviance(y, p, power);
        }

        return Mean(deviances, weights);
    }

    /// <summary>Share of the Tweedie deviance of the mean label that the predictions account for.</summary>
    /// <returns>At most 1; for constant labels −∞, or NaN when every prediction is right; NaN for fewer than two examples.</returns>
    /// <inheritdoc cref="TweedieDeviance" path="/param"/>
    /// <inheritdoc cref="TweedieDeviance" path="/exception"/>
    public static double TweedieExplained(
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> predictions,
        double power,
        ReadOnlySpan<double> weights = default)
    {
        double unexplained = TweedieDeviance(labels, predictions, power, weights);
        if (labels.Length < 2)
        {
            return double.NaN;
        }

        if (Correlation.IsConstant(labels))
        {
            return 1 - (unexplained / 0);
        }

        double[] mean = new double[labels.Length];
        Array.Fill(mean, Mean(labels, weights));
        return 1 - (unexplained / TweedieDeviance(labels, mean, power, weights));
    }

    /// <summary>Share of the pinball loss of the labels' own quantile that the predictions account for; of the absolute error at ½.</summary>
    /// <returns>At most 1; for constant labels −∞, or NaN when every prediction is right; NaN for fewer than two examples.</returns>
    /// <inheritdoc cref="PinballLoss" path="/param"/>
    public static double PinballExplained(
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> predictions,
        double alpha = 0.5,
        ReadOnlySpan<double> weights = default)
    {
        double unexplained = PinballLoss(labels, predictions, alpha, weights);
        if (labels.Length < 2)
        {
            return double.NaN;
        }

        double[] quantile = new double[labels.Length];
        Array.Fill(quantile, WeightedQuantile.Of(labels.ToArray(), weights, alpha));
        return 1 - (unexplained / PinballLoss(labels, quantile, alpha, weights));
    }

    private static double Deviance(double y, double p, double power) => power switch
    {
        0 => (y - p) * (y - p),
        1 => 2 * ((y == 0 ? 0 : y * Math.Log(y / p)) - y + p),
        2 => 2 * (Math.Log(p / y) + (y / p) - 1),
        _ => 2 * ((Math.Pow(power < 0 ? Math.Max(y, 0) : y, 2 - power) / ((1 - power) * (2 - power)))
            - (y * Math.Pow(p, 1 - power) / (1 - power)) + (Math.Pow(p, 2 - power) / (2 - power))),
    };

    private static ArgumentException Domain(int row, string expected, double found)
        => new(
            $"Expected numbers {expected}; found {found.ToString("R", CultureInfo.InvariantCulture)} in row {row}.");
}
