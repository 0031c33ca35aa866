namespace Lit.Metrics.Counts;

/// <summary>How often each class was predicted for examples of each true class.</summary>
/// <remarks>
/// Every score that looks only at true and predicted classes follows from it, without another look at the data. Cells are
/// weights: counts when no weights were given, exact up to 2⁵³.
/// </remarks>
public sealed partial class ConfusionMatrix
{
    private const int UnrolledCells = 1024;

    private readonly double[] _cells;

    internal ConfusionMatrix(int classes, double[] cells)
    {
        ClassCount = classes;
        _cells = cells;
    }

    /// <summary>How many classes there are, the side of the matrix.</summary>
    public int ClassCount { get; }

    /// <summary>The weight of all examples.</summary>
    public double Total => Sum(_cells);

    /// <summary>The weight on the diagonal.</summary>
    public double Correct
    {
        get
        {
            double sum = 0;
            for (int c = 0; c < ClassCount; c++)
            {
                sum += this[c, c];
            }

            return sum;
        }
    }

    /// <summary>Row-major, truth by prediction.</summary>
    internal ReadOnlySpan<double> Cells => _cells;

    /// <summary>The weight of examples of class <paramref name="truth"/> that were taken for <paramref name="predicted"/>.</summary>
    public double this[int truth, int predicted] => _cells[(truth * ClassCount) + predicted];

    /// <summary>Counts pairs of true and predicted classes.</summary>
    /// <param name="labels">True classes, each from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="predictions">Predicted classes, one for each label, in the same range.</param>
    /// <param name="classes">How many classes there are, whether or not they occur.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a class or weight is out of range; the message says in which row.</exception>
    public static ConfusionMatrix Count(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classes, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        Spans.SameLength(labels.Length, predictions.Length, "predictions", nameof(predictions));
        Spans.Weights(labels.Length, weights);
        double[] cells = new double[checked(classes * classes)];
        if (weights.IsEmpty && cells.Length <= UnrolledCells && labels.Length > cells.Length)
        {
            Tally(labels, predictions, classes, cells);
        }
        else
        {
            for (int row = 0; row < labels.Length; row++)
            {
                cells[Cell(labels, predictions, classes, row)] += weights.IsEmpty ? 1 : weights[row];
            }
        }

        return new(classes, cells);
    }

    /// <summary>The weight of examples that are truly of a class.</summary>
    public double Support(int label)
    {
        double sum = 0;
        for (int c = 0; c < ClassCount; c++)
        {
            sum += this[label, c];
        }

        return sum;
    }

    /// <summary>The weight of examples that were taken for a class.</summary>
    public double Predicted(int label)
    {
        double sum = 0;
        for (int c = 0; c < ClassCount; c++)
        {
            sum += this[c, label];
        }

        return sum;
    }

    /// <summary>The matrix of some classes, in the order given; pairs with another class on either side are dropped.</summary>
    public ConfusionMatrix Restrict(ReadOnlySpan<int> classes)
    {
        double[] cells = new double[classes.Length * classes.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            for (int j = 0; j < classes.Length; j++)
            {
                cells[(i * classes.Length) + j] = this[classes[i], classes[j]];
            }
        }

        return new(classes.Length, cells);
    }

    /// <summary>Each cell as a share; a share of nothing is 0.</summary>
    /// <returns>Row-major, truth by prediction.</returns>
    public double[] Normalize(Normalization normalization)
    {
        double[] shares = new double[_cells.Length];
        double total = Total;
        for (int t = 0; t < ClassCount; t++)
        {
            for (int p = 0; p < ClassCount; p++)
            {
                double whole = normalization switch
                {
                    Normalization.Truth => Support(t),
                    Normalization.Prediction => Predicted(p),
                    _ => total,
                };
                shares[(t * ClassCount) + p] = PrecisionRecall.Divide(this[t, p], whole, undefined: 0);
            }
        }

        return shares;
    }

    /// <summary>Four tables in turn, so that equal neighbours do not wait for each other's store.</summary>
    private static void Tally(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classes, double[] cells)
    {
        int size = cells.Length;
        int[] tables = new int[4 * size];
        int row = 0;
        for (; row + 4 <= labels.Length; row += 4)
        {
            tables[Cell(labels, predictions, classes, row)]++;
            tables[size + Cell(labels, predictions, classes, row + 1)]++;
            tables[(2 * size) + Cell(labels, predictions, classes, row + 2)]++;
            tables[(3 * size) + Cell(labels, predictions, classes, row + 3)]++;
        }

        for (; row < labels.Length; row++)
        {
            tables[Cell(labels, predictions, classes, row)]++;
        }

        for (int i = 0; i < size; i++)
        {
            cells[i] = (double)tables[i] + tables[size + i] + tables[(2 * size) + i] + tables[(3 * size) + i];
        }
    }

    private static int Cell(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classes, int row)
    {
        int label = labels[row], prediction = predictions[row];
        if ((uint)label >= (uint)classes)
        {
            throw Spans.Label(row, label, classes, nameof(labels));
        }

        if ((uint)prediction >= (uint)classes)
        {
            throw Spans.Label(row, prediction, classes, nameof(predictions));
        }

        return (label * classes) + prediction;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
