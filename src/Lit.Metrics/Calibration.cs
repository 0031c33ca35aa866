using Lit.Metrics.Reliability;

namespace Lit.Metrics;

/// <summary>Whether predictions come true as often as their confidence says.</summary>
/// <remarks>M. P. Naeini, G. Cooper, M. Hauskrecht: Obtaining Well Calibrated Probabilities Using Bayesian Binning (2015).</remarks>
public static class Calibration
{
    /// <summary>The number of bins that the literature commonly uses.</summary>
    public const int DefaultBins = 15;

    /// <summary>Sorts predictions by confidence into bins of equal width and compares confidence with outcome in each.</summary>
    /// <param name="outcomes">1 where the prediction came true, 0 where it did not: the label of a yes-or-no model.</param>
    /// <param name="confidences">The probability given to it, in [0, 1].</param>
    /// <param name="bins">
    /// How many bins. Bin i holds confidences in (i/bins, (i + 1)/bins]; the first also holds 0.
    /// </param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is out of range; the message says in which row.</exception>
    public static ReliabilityDiagram Bin(
        ReadOnlySpan<int> outcomes, ReadOnlySpan<double> confidences, int bins = DefaultBins)
    {
        BinaryScores.Check(outcomes, confidences.Length, nameof(confidences), default);
        var diagram = new ReliabilityBins(bins);
        for (int row = 0; row < outcomes.Length; row++)
        {
            diagram.Add(BinaryScores.Probability(confidences, row), BinaryScores.Label(outcomes, row));
        }

        return diagram.ToDiagram();
    }

    /// <summary>The same for the most probable class of each row, which is right or wrong.</summary>
    /// <param name="labels">Positions of the true classes.</param>
    /// <param name="probabilities">Row-major, one row for each label. Of equal probabilities the first is predicted.</param>
    /// <param name="bins">How many bins of equal width.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is out of range; the message says in which row.</exception>
    public static ReliabilityDiagram BinTopClass(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int bins = DefaultBins)
    {
        int classes = ClassProbabilities.Check(labels, probabilities, default);
        var diagram = new ReliabilityBins(bins);
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.Slice(row * classes, classes);
            int predicted = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(own);
            diagram.Add(own[predicted], predicted == labels[row] ? 1 : 0);
        }

        return diagram.ToDiagram();
    }

    /// <summary>Mean distance of confidence from outcome, over bins of equal width by their counts.</summary>
    /// <returns>In [0, 1], 0 for a calibrated model; NaN for no examples.</returns>
    /// <inheritdoc cref="Bin" path="/param"/>
    /// <inheritdoc cref="Bin" path="/exception"/>
    public static double ExpectedError(
        ReadOnlySpan<int> outcomes, ReadOnlySpan<double> confidences, int bins = DefaultBins)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        BinaryScores.Check(outcomes, confidences.Length, nameof(confidences), default);
        double[] edges = ReliabilityBins.Edges(bins);

        // Two tables in turn, so that equal neighbours do not wait for each other's store.
        double[] gaps = new double[bins], others = new double[bins];
        for (int row = 0; row < outcomes.Length; row++)
        {
            double confidence = confidences[row];
            if (!(confidence is >= 0 and <= 1) || (uint)outcomes[row] > 1)
            {
                throw BinaryScores.Invalid(outcomes, confidences, row);
            }

            gaps[ReliabilityBins.Find(edges, confidence)] += confidence - outcomes[row];
            (gaps, others) = (others, gaps);
        }

        double sum = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            sum += Math.Abs(gaps[bin] + others[bin]);
        }

        return sum / outcomes.Length;
    }
}
