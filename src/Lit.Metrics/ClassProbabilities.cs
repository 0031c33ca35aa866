namespace Lit.Metrics;

/// <summary>Scores of predictions that give each class a probability.</summary>
/// <remarks>
/// Probabilities are a row-major matrix, one row for each label, one column for each class; rows are used as they are,
/// whether or not they add up to 1. Labels are positions of classes. Lengths that differ, a label that is no class and a
/// number outside [0, 1] or NaN are an <see cref="ArgumentException"/> that names the row.
/// </remarks>
public static class ClassProbabilities
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

    /// <summary>Area under the ROC curve of each class against all others.</summary>
    /// <returns>One number for each class, in [0, 1]; NaN where no example, or every example, is of the class.</returns>
    /// <inheritdoc cref="LogLoss(ReadOnlySpan{int}, ReadOnlySpan{double}, ReadOnlySpan{double})" path="/param"/>
    public static double[] RocAucPerClass(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        int classes = Check(labels, probabilities, weights);
        double[] areas = new double[classes], scores = new double[labels.Length];
        int[] positive = new int[labels.Length];
        for (int c = 0; c < classes; c++)
        {
            Column(labels, probabilities, classes, c, positive, scores);
            areas[c] = BinaryScores.RocAuc(positive, scores, weights);
        }

        return areas;
    }

    /// <summary>Average precision of each class against all others.</summary>
    /// <returns>One number for each class, in [0, 1]; 0 where no example is of the class.</returns>
    /// <inheritdoc cref="LogLoss(ReadOnlySpan{int}, ReadOnlySpan{double}, ReadOnlySpan{double})" path="/param"/>
    public static double[] AveragePrecisionPerClass(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        int classes = Check(labels, probabilities, weights);
        double[] areas = new double[classes], scores = new double[labels.Length];
        int[] positive = new int[labels.Length];
        for (int c = 0; c < classes; c++)
        {
            Column(labels, probabilities, classes, c, positive, scores);
            areas[c] = BinaryScores.AveragePrecision(positive, scores, weights);
        }

        return areas;
    }

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

    private static void Column(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> probabilities,
        int classes,
        int column,
        Span<int> positive,
        Span<double> scores)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            positive[row] = labels[row] == column ? 1 : 0;
            scores[row] = probabilities[(row * classes) + column];
        }
    }
}
