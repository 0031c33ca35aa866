using Lit.Metrics.Counts;

namespace Lit.Metrics;

/// <summary>Scores of how labels are ranked, before any threshold decides which of them are predicted.</summary>
/// <remarks>
/// Truth and scores are row-major matrices, one row for each example, one column for each label. Lengths that differ and
/// scores that are not finite are an <see cref="ArgumentException"/>. No examples: NaN.
/// </remarks>
public static class MultilabelRanking
{
    /// <summary>Mean over examples of how far down the ranking all true labels are found; equal scores take the lowest place.</summary>
    /// <param name="truth">Row-major, whether a label is true.</param>
    /// <param name="scores">Row-major, the higher the more likely.</param>
    /// <param name="labels">How many labels there are, the width of a row.</param>
    /// <param name="weights">One for each example, finite, at least 0; empty: each counts 1.</param>
    /// <returns>In [0, labels]; an example without true labels needs 0.</returns>
    public static double CoverageError(
        ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labels, ReadOnlySpan<double> weights = default)
        => Mean(truth, scores, labels, weights, (own, row) =>
        {
            double least = double.PositiveInfinity;
            for (int label = 0; label < row.Length; label++)
            {
                least = own[label] ? Math.Min(least, row[label]) : least;
            }

            return row.Count(score => score >= least);
        });

    /// <summary>Mean over true labels of the share of true labels among those ranked as high or higher (LRAP).</summary>
    /// <returns>In (0, 1]; an example without true labels, or with only true ones, scores 1.</returns>
    /// <inheritdoc cref="CoverageError" path="/param"/>
    public static double AveragePrecision(
        ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labels, ReadOnlySpan<double> weights = default)
        => Mean(truth, scores, labels, weights, (own, row) =>
        {
            double sum = 0;
            int trueLabels = own.Count(isTrue => isTrue);
            for (int label = 0; label < row.Length; label++)
            {
                if (own[label])
                {
                    int above = row.Count(score => score >= row[label]);
                    int trueAbove = row.Where((score, other) => own[other] && score >= row[label]).Count();
                    sum += (double)trueAbove / above;
                }
            }

            return trueLabels == 0 || trueLabels == row.Length ? 1 : sum / trueLabels;
        });

    /// <summary>Mean over examples of the share of pairs of a true and a false label in which the false one is not ranked lower.</summary>
    /// <returns>In [0, 1]; 0 for an example without such pairs.</returns>
    /// <inheritdoc cref="CoverageError" path="/param"/>
    public static double Loss(
        ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labels, ReadOnlySpan<double> weights = default)
        => Mean(truth, scores, labels, weights, (own, row) =>
        {
            double pairs = 0, wrong = 0;
            for (int good = 0; good < row.Length; good++)
            {
                for (int bad = 0; own[good] && bad < row.Length; bad++)
                {
                    pairs += own[bad] ? 0 : 1;
                    wrong += !own[bad] && row[bad] >= row[good] ? 1 : 0;
                }
            }

            return pairs == 0 ? 0 : wrong / pairs;
        });

    /// <summary>Area under the ROC curve of each label.</summary>
    /// <returns>One number for each label; NaN where it is true of no example, or of all.</returns>
    /// <inheritdoc cref="CoverageError" path="/param"/>
    public static double[] RocAucPerLabel(
        ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labels, ReadOnlySpan<double> weights = default)
        => PerLabel(truth, scores, labels, weights, (own, row, given) => BinaryScores.RocAuc(own, row, given));

    /// <summary>Average precision of each label.</summary>
    /// <returns>One number for each label; 0 where it is true of no example.</returns>
    /// <inheritdoc cref="CoverageError" path="/param"/>
    public static double[] AveragePrecisionPerLabel(
        ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labels, ReadOnlySpan<double> weights = default)
        => PerLabel(truth, scores, labels, weights, (own, row, given) => BinaryScores.AveragePrecision(own, row, given));

    /// <summary>Area under the ROC curve over all labels.</summary>
    /// <param name="truth">Row-major, whether a label is true.</param>
    /// <param name="scores">Row-major, the higher the more likely.</param>
    /// <param name="labels">How many labels there are, the width of a row.</param>
    /// <param name="averaging">How labels become one number.</param>
    /// <param name="weights">One for each example, finite, at least 0; empty: each counts 1.</param>
    /// <returns>In [0, 1]. Macro is NaN where one label's area is not defined; weighted leaves labels that are never true out.</returns>
    public static double RocAuc(
        ReadOnlySpan<bool> truth,
        ReadOnlySpan<double> scores,
        int labels,
        Averaging averaging,
        ReadOnlySpan<double> weights = default)
        => Over(truth, scores, labels, averaging, weights, (own, row, given) => BinaryScores.RocAuc(own, row, given));

    /// <summary>Average precision over all labels.</summary>
    /// <returns>In [0, 1].</returns>
    /// <inheritdoc cref="RocAuc" path="/param"/>
    public static double AveragePrecisionOverLabels(
        ReadOnlySpan<bool> truth,
        ReadOnlySpan<double> scores,
        int labels,
        Averaging averaging,
        ReadOnlySpan<double> weights = default)
        => Over(truth, scores, labels, averaging, weights, (own, row, given) => BinaryScores.AveragePrecision(own, row, given));

    /// <summary>Mean over examples of the area under the ROC curve of the example's own labels.</summary>
    /// <returns>In [0, 1]; NaN where an example has no true labels, or only true ones.</returns>
    /// <inheritdoc cref="CoverageError" path="/param"/>
    public static double RocAucOverExamples(
        ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labels, ReadOnlySpan<double> weights = default)
        => Mean(truth, scores, labels, weights, (own, row) => BinaryScores.RocAuc(Bits(own), row));

    /// <summary>Mean over examples of the average precision of the example's own labels.</summary>
    /// <returns>In [0, 1]; 0 for an example without true labels.</returns>
    /// <inheritdoc cref="CoverageError" path="/param"/>
    public static double AveragePrecisionOverExamples(
        ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labels, ReadOnlySpan<double> weights = default)
        => Mean(truth, scores, labels, weights, (own, row) => BinaryScores.AveragePrecision(Bits(own), row));

    private static double Over(
        ReadOnlySpan<bool> truth,
        ReadOnlySpan<double> scores,
        int labels,
        Averaging averaging,
        ReadOnlySpan<double> weights,
        Func<int[], double[], double[], double> score)
    {
        int rows = Rows(truth, scores, labels, weights);
        if (averaging == Averaging.Micro)
        {
            double[] repeated = new double[weights.Length * labels];
            for (int i = 0; i < repeated.Length; i++)
            {
                repeated[i] = weights[i / labels];
            }

            return score(Bits(truth.ToArray()), scores.ToArray(), repeated);
        }

        double[] perLabel = PerLabel(truth, scores, labels, weights, score);
        double sum = 0, total = 0;
        for (int label = 0; label < labels; label++)
        {
            double support = averaging == Averaging.Macro ? 1 : 0;
            for (int row = 0; averaging == Averaging.Weighted && row < rows; row++)
            {
                support += truth[(row * labels) + label] ? weights.IsEmpty ? 1 : weights[row] : 0;
            }

            sum += support > 0 ? support * perLabel[label] : 0;
            total += support;
        }

        return sum / total;
    }

    private static double[] PerLabel(
        ReadOnlySpan<bool> truth,
        ReadOnlySpan<double> scores,
        int labels,
        ReadOnlySpan<double> weights,
        Func<int[], double[], double[], double> score)
    {
        int rows = Rows(truth, scores, labels, weights);
        int[] own = new int[rows];
        double[] column = new double[rows], values = new double[labels], given = weights.ToArray();
        for (int label = 0; label < labels; label++)
        {
            for (int row = 0; row < rows; row++)
            {
                own[row] = truth[(row * labels) + label] ? 1 : 0;
                column[row] = scores[(row * labels) + label];
            }

            values[label] = score(own, column, given);
        }

        return values;
    }

    private static int[] Bits(bool[] truth) => Array.ConvertAll(truth, isTrue => isTrue ? 1 : 0);

    private static double Mean(
        ReadOnlySpan<bool> truth,
        ReadOnlySpan<double> scores,
        int labels,
        ReadOnlySpan<double> weights,
        Func<bool[], double[], double> score)
    {
        int rows = Rows(truth, scores, labels, weights);
        double sum = 0, total = 0;
        for (int row = 0; row < rows; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            sum += weight * score(
                truth.Slice(row * labels, labels).ToArray(), scores.Slice(row * labels, labels).ToArray());
            total += weight;
        }

        return sum / total;
    }

    private static int Rows(
        ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labels, ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labels);
        Spans.SameLength(truth.Length, scores.Length, "scores", nameof(scores));
        if (truth.Length % labels != 0)
        {
            throw new ArgumentException($"Expected rows of {labels} labels; found {truth.Length} values.", nameof(truth));
        }

        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsFinite(scores[i]))
            {
                throw new ArgumentException($"Expected finite scores; found {scores[i]} in row {i / labels}.", nameof(scores));
            }
        }

        Spans.Weights(truth.Length / labels, weights);
        return truth.Length / labels;
    }
}
