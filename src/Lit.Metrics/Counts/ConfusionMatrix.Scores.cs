namespace Lit.Metrics.Counts;

public sealed partial class ConfusionMatrix
{
    /// <summary>Share of right predictions.</summary>
    /// <returns>In [0, 1]; NaN for no examples.</returns>
    public double Accuracy => Correct / Total;

    /// <summary>Precision, recall and F of one class.</summary>
    /// <param name="label">The class.</param>
    /// <param name="beta">How many times more recall weighs than precision in F.</param>
    /// <param name="undefined">
    /// Stands for 0/0: precision of a class never predicted, recall of one that never occurs, F of one with neither.
    /// </param>
    public PrecisionRecall Score(int label, double beta = 1, double undefined = double.NaN)
        => PrecisionRecall.Of(this[label, label], Predicted(label), Support(label), beta, undefined);

    /// <summary>Precision, recall and F over several classes.</summary>
    /// <param name="averaging">How classes become one number.</param>
    /// <param name="beta">How many times more recall weighs than precision in F.</param>
    /// <param name="undefined">Stands for 0/0 in a class; NaN leaves the class out of the mean.</param>
    /// <param name="classes">The classes that take part; empty: all.</param>
    public PrecisionRecall Score(
        Averaging averaging, double beta = 1, double undefined = double.NaN, ReadOnlySpan<int> classes = default)
        => Counts(classes).Average(averaging, beta, undefined);

    /// <summary>Share of a class's examples, true or predicted, that are both; NaN when there is none.</summary>
    public double Jaccard(int label, double undefined = double.NaN)
        => PrecisionRecall.Divide(
            this[label, label], Predicted(label) + Support(label) - this[label, label], undefined);

    /// <summary>The Jaccard index over several classes, as in <see cref="Score(Averaging, double, double, ReadOnlySpan{int})"/>.</summary>
    public double Jaccard(Averaging averaging, double undefined = double.NaN, ReadOnlySpan<int> classes = default)
        => Counts(classes).Jaccard(averaging, undefined);

    /// <summary>Mean recall over the classes that occur.</summary>
    /// <param name="adjusted">Whether a guess scores 0 and not 1/classes; then NaN when only one class occurs.</param>
    /// <returns>In [0, 1], adjusted in [1/(1 − classes), 1]; NaN for no examples.</returns>
    public double BalancedAccuracy(bool adjusted = false)
    {
        double sum = 0;
        int occurring = 0;
        for (int c = 0; c < ClassCount; c++)
        {
            if (Support(c) is > 0 and var support)
            {
                sum += this[c, c] / support;
                occurring++;
            }
        }

        double score = sum / occurring;
        double chance = 1.0 / occurring;
        return adjusted ? (score - chance) / (1 - chance) : score;
    }

    /// <summary>Matthews' correlation of true and predicted classes.</summary>
    /// <returns>In [-1, 1]; 0, the score of a guess, when truth or prediction has one class only.</returns>
    public double Matthews()
    {
        double total = Total, truths = 0, predictions = 0, both = 0;
        for (int c = 0; c < ClassCount; c++)
        {
            double truth = Support(c), predicted = Predicted(c);
            truths += truth * truth;
            predictions += predicted * predicted;
            both += truth * predicted;
        }

        double spread = ((total * total) - truths) * ((total * total) - predictions);
        return spread > 0 && !HasOneClass() ? ((Correct * total) - both) / Math.Sqrt(spread) : 0;
    }

    /// <summary>Cohen's kappa: agreement beyond what the class frequencies alone would give.</summary>
    /// <returns>At most 1; NaN when only one class occurs on both sides, or for no examples.</returns>
    public double Kappa(Disagreement disagreement = Disagreement.Equal)
    {
        double total = Total, found = 0, expected = 0;
        for (int t = 0; t < ClassCount; t++)
        {
            double support = Support(t);
            for (int p = 0; p < ClassCount; p++)
            {
                int distance = Math.Abs(t - p);
                double cost = disagreement switch
                {
                    Disagreement.Linear => distance,
                    Disagreement.Quadratic => (double)distance * distance,
                    _ => Math.Min(distance, 1),
                };
                found += cost * this[t, p];
                expected += cost * support * Predicted(p) / total;
            }
        }

        return expected == 0 ? double.NaN : 1 - (found / expected);
    }

    /// <summary>Asked of the cells: with weights, rounding can leave the spread a little above zero.</summary>
    private bool HasOneClass()
    {
        int truths = 0, predictions = 0;
        for (int c = 0; c < ClassCount; c++)
        {
            truths += Support(c) > 0 ? 1 : 0;
            predictions += Predicted(c) > 0 ? 1 : 0;
        }

        return truths <= 1 || predictions <= 1;
    }

    private ClassCounts Counts(ReadOnlySpan<int> classes)
    {
        int count = classes.IsEmpty ? ClassCount : classes.Length;
        double[] right = new double[count], predicted = new double[count], truth = new double[count];
        for (int i = 0; i < count; i++)
        {
            int label = classes.IsEmpty ? i : classes[i];
            (right[i], predicted[i], truth[i]) = (this[label, label], Predicted(label), Support(label));
        }

        return new(right, predicted, truth);
    }
}
