namespace Lit.Metrics;

/// <summary>Scores of predictions that give each class a probability.</summary>
/// <remarks>
/// Probabilities are a row-major matrix, one row for each label, one column for each class; rows are used as they are,
/// whether or not they add up to 1. Labels are positions of classes. Lengths that differ, a label that is no class and a
/// number outside [0, 1] or NaN are an <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static partial class ClassProbabilities
{
    /// <summary>2⁻⁵², the distance that log loss keeps from probability 0 and 1.</summary>
    internal const double Epsilon = 2.220446049250313e-16;

    /// <summary>Mean of −ln of the probability given to the true class, in nats.</summary>
    /// <param name="labels">Positions of the true classes.</param>
    /// <param name="probabilities">Row-major, one row for each label; taken into [2⁻⁵², 1 − 2⁻⁵²] first.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <returns>In [0, 36.05]; NaN for no examples.</returns>
    public static double LogLoss(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        int classes = Check(labels, probabilities, weights);
        double sum = 0, weight = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double own = weights.IsEmpty ? 1 : weights[row];
            sum += own * LogLoss(probabilities.Slice(row * classes, classes)[labels[row]]);
            weight += own;
        }

        return sum / weight;
    }

    /// <summary>Mean over rows of the squared distance of the row from the one that is right.</summary>
    /// <returns>In [0, 2] for rows that add up to 1; NaN for no examples.</returns>
    /// <inheritdoc cref="LogLoss(ReadOnlySpan{int}, ReadOnlySpan{double}, ReadOnlySpan{double})" path="/param"/>
    public static double Brier(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        int classes = Check(labels, probabilities, weights);
        double sum = 0, weight = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double own = weights.IsEmpty ? 1 : weights[row];
            sum += own * Brier(probabilities.Slice(row * classes, classes), labels[row]);
            weight += own;
        }

        return sum / weight;
    }

    /// <summary>Share of rows whose true class is among the <paramref name="count"/> most probable.</summary>
    /// <param name="labels">Positions of the true classes.</param>
    /// <param name="probabilities">Row-major, one row for each label; any scores will do, only their order counts.</param>
    /// <param name="count">How many classes are looked at, at least 1.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <returns>In [0, 1]; NaN for no examples. Of equal probabilities, the class with the higher position comes first.</returns>
    public static double TopAccuracy(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> probabilities,
        int count,
        ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        int classes = Check(labels, probabilities, weights);
        double hits = 0, weight = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.Slice(row * classes, classes);
            int ahead = 0;
            for (int c = 0; c < classes; c++)
            {
                ahead += own[c] > own[labels[row]] || (own[c] == own[labels[row]] && c > labels[row]) ? 1 : 0;
            }

            double rowWeight = weights.IsEmpty ? 1 : weights[row];
            hits += ahead < count ? rowWeight : 0;
            weight += rowWeight;
        }

        return hits / weight;
    }

    /// <summary>Share of the log loss of always saying the class frequencies that the probabilities save.</summary>
    /// <returns>At most 1; 0 for the class frequencies. NaN or −∞ when one class alone occurs, NaN for fewer than two examples.</returns>
    /// <inheritdoc cref="LogLoss(ReadOnlySpan{int}, ReadOnlySpan{double}, ReadOnlySpan{double})" path="/param"/>
    public static double LogLossSkill(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
        => Skill(labels, probabilities, weights, LogLoss(labels, probabilities, weights), share => share == 0 ? 0 : -share * Math.Log(share));

    /// <summary>Share of the Brier score of always saying the class frequencies that the probabilities save.</summary>
    /// <returns>At most 1; 0 for the class frequencies. NaN or −∞ when one class alone occurs, NaN for fewer than two examples.</returns>
    /// <inheritdoc cref="LogLoss(ReadOnlySpan{int}, ReadOnlySpan{double}, ReadOnlySpan{double})" path="/param"/>
    public static double BrierSkill(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
        => Skill(labels, probabilities, weights, Brier(labels, probabilities, weights), share => share * (1 - share));

    internal static double LogLoss(double probability)
        => -Math.Log(Math.Min(Math.Max(probability, Epsilon), 1 - Epsilon));

    internal static double Brier(ReadOnlySpan<double> probabilities, int label)
    {
        double sum = 0;
        for (int c = 0; c < probabilities.Length; c++)
        {
            double distance = probabilities[c] - (c == label ? 1 : 0);
            sum += distance * distance;
        }

        return sum;
    }

    internal static int Check(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights)
    {
        int classes = Spans.Columns(labels.Length, probabilities.Length, "probabilities", nameof(probabilities));
        Spans.Weights(labels.Length, weights);
        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)classes)
            {
                throw Spans.Label(row, labels[row], classes, nameof(labels));
            }
        }

        for (int i = 0; i < probabilities.Length; i++)
        {
            if (!(probabilities[i] is >= 0 and <= 1))
            {
                throw Spans.Probability(i / classes, probabilities[i], nameof(probabilities));
            }
        }

        return classes;
    }

    private static double Skill(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<double> weights,
        double loss,
        Func<double, double> lossOfShare)
    {
        if (labels.Length < 2)
        {
            return double.NaN;
        }

        double[] support = new double[probabilities.Length / labels.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            support[labels[row]] += weights.IsEmpty ? 1 : weights[row];
        }

        double total = support.Sum();
        return 1 - (loss / support.Sum(own => lossOfShare(own / total)));
    }
}
