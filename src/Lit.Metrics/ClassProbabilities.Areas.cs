using Lit.Metrics.Counts;

namespace Lit.Metrics;

/// <content>Areas under curves of several classes.</content>
public static partial class ClassProbabilities
{
    /// <summary>Area under the ROC curve of each class against all others.</summary>
    /// <returns>One number for each class, in [0, 1]; NaN where no example, or every example, is of the class.</returns>
    /// <inheritdoc cref="LogLoss(ReadOnlySpan{int}, ReadOnlySpan{double}, ReadOnlySpan{double})" path="/param"/>
    public static double[] RocAucPerClass(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
        => PerClass(labels, probabilities, weights, (own, scores, given) => BinaryScores.RocAuc(own, scores, given));

    /// <summary>Average precision of each class against all others.</summary>
    /// <returns>One number for each class, in [0, 1]; 0 where no example is of the class.</returns>
    /// <inheritdoc cref="LogLoss(ReadOnlySpan{int}, ReadOnlySpan{double}, ReadOnlySpan{double})" path="/param"/>
    public static double[] AveragePrecisionPerClass(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
        => PerClass(labels, probabilities, weights, (own, scores, given) => BinaryScores.AveragePrecision(own, scores, given));

    /// <summary>One-vs-rest area under the ROC curve.</summary>
    /// <param name="labels">Positions of the true classes.</param>
    /// <param name="probabilities">Row-major, one row for each label.</param>
    /// <param name="averaging">Micro: every class of every row is one yes-or-no example.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <returns>In [0, 1]. Macro is NaN where a class has no example; weighted leaves such a class out.</returns>
    public static double RocAuc(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> probabilities,
        Averaging averaging,
        ReadOnlySpan<double> weights = default)
    {
        if (averaging != Averaging.Micro)
        {
            return Average(RocAucPerClass(labels, probabilities, weights), labels, weights, averaging);
        }

        (int[] truth, double[] repeated) = Flatten(labels, probabilities, weights);
        return BinaryScores.RocAuc(truth, probabilities, repeated);
    }

    /// <summary>One-vs-rest average precision.</summary>
    /// <returns>In [0, 1].</returns>
    /// <inheritdoc cref="RocAuc" path="/param"/>
    public static double AveragePrecision(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> probabilities,
        Averaging averaging,
        ReadOnlySpan<double> weights = default)
    {
        if (averaging != Averaging.Micro)
        {
            return Average(AveragePrecisionPerClass(labels, probabilities, weights), labels, weights, averaging);
        }

        (int[] truth, double[] repeated) = Flatten(labels, probabilities, weights);
        return BinaryScores.AveragePrecision(truth, probabilities, repeated);
    }

    /// <summary>One-vs-one area under the ROC curve: the mean over pairs of classes that occur, each in both directions.</summary>
    /// <param name="labels">Positions of the true classes.</param>
    /// <param name="probabilities">Row-major, one row for each label.</param>
    /// <param name="averaging">Macro: each pair counts as much. Weighted: by how many examples the pair has.</param>
    /// <returns>In [0, 1]; NaN when fewer than two classes occur.</returns>
    /// <exception cref="ArgumentException">A number is out of range, or the averaging is micro: pairs have no common counts.</exception>
    /// <remarks>D. J. Hand, R. J. Till: A Simple Generalisation of the Area Under the ROC Curve (2001).</remarks>
    public static double RocAucOneVsOne(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, Averaging averaging)
    {
        int classes = Check(labels, probabilities, default);
        if (averaging == Averaging.Micro)
        {
            throw new ArgumentException("Expected macro or weighted averaging of pairs of classes; found micro.", nameof(averaging));
        }

        List<int>[] rows = [.. Enumerable.Range(0, classes).Select(_ => new List<int>())];
        for (int row = 0; row < labels.Length; row++)
        {
            rows[labels[row]].Add(row);
        }

        double sum = 0, weight = 0;
        for (int a = 0; a < classes; a++)
        {
            for (int b = a + 1; b < classes; b++)
            {
                if (rows[a].Count > 0 && rows[b].Count > 0)
                {
                    double own = averaging == Averaging.Weighted ? rows[a].Count + rows[b].Count : 1;
                    double area = Pair(probabilities, classes, a, rows[a], rows[b]) + Pair(probabilities, classes, b, rows[b], rows[a]);
                    sum += own * area / 2;
                    weight += own;
                }
            }
        }

        return sum / weight;
    }

    private static double Pair(
        ReadOnlySpan<double> probabilities, int classes, int positive, List<int> positives, List<int> negatives)
    {
        int count = positives.Count + negatives.Count;
        int[] truth = new int[count];
        double[] scores = new double[count];
        for (int i = 0; i < count; i++)
        {
            truth[i] = i < positives.Count ? 1 : 0;
            int row = i < positives.Count ? positives[i] : negatives[i - positives.Count];
            scores[i] = probabilities[(row * classes) + positive];
        }

        return BinaryScores.RocAuc(truth, scores);
    }

    private static (int[] Truth, double[] Weights) Flatten(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights)
    {
        int classes = Check(labels, probabilities, weights);
        int[] truth = new int[probabilities.Length];
        double[] repeated = weights.IsEmpty ? [] : new double[probabilities.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            truth[(row * classes) + labels[row]] = 1;
            if (!weights.IsEmpty)
            {
                repeated.AsSpan(row * classes, classes).Fill(weights[row]);
            }
        }

        return (truth, repeated);
    }

    private static double Average(
        double[] perClass, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights, Averaging averaging)
    {
        if (averaging == Averaging.Macro)
        {
            return perClass.Length == 0 ? double.NaN : perClass.Average();
        }

        double[] support = new double[perClass.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            support[labels[row]] += weights.IsEmpty ? 1 : weights[row];
        }

        double sum = 0, weight = 0;
        for (int c = 0; c < perClass.Length; c++)
        {
            sum += support[c] > 0 ? support[c] * perClass[c] : 0;
            weight += support[c];
        }

        return sum / weight;
    }

    private static double[] PerClass(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<double> weights,
        Func<int[], double[], double[], double> area)
    {
        int classes = Check(labels, probabilities, weights);
        double[] areas = new double[classes], scores = new double[labels.Length], given = weights.ToArray();
        int[] positive = new int[labels.Length];
        for (int c = 0; c < classes; c++)
        {
            for (int row = 0; row < labels.Length; row++)
            {
                positive[row] = labels[row] == c ? 1 : 0;
                scores[row] = probabilities[(row * classes) + c];
            }

            areas[c] = area(positive, scores, given);
        }

        return areas;
    }
}
