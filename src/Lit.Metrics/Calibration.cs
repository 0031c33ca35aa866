using Lit.Metrics.Reliability;

namespace Lit.Metrics;

/// <summary>Whether predictions come true as often as their confidence says.</summary>
/// <remarks>M. P. Naeini, G. Cooper, M. Hauskrecht: Obtaining Well Calibrated Probabilities Using Bayesian Binning (2015).</remarks>
public static class Calibration
{
    /// <summary>The number of bins that the literature commonly uses.</summary>
    public const int DefaultBins = 15;

    /// <summary>Sorts predictions by confidence into bins and compares confidence with outcome in each.</summary>
    /// <param name="outcomes">1 where the prediction came true, 0 where it did not: the label of a yes-or-no model.</param>
    /// <param name="confidences">The probability given to it, in [0, 1].</param>
    /// <param name="bins">
    /// How many bins. A bin holds confidences above its beginning and up to its end; the first also holds its beginning.
    /// </param>
    /// <param name="binning">Where bins end.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is out of range; the message says in which row.</exception>
    public static ReliabilityDiagram Bin(
        ReadOnlySpan<int> outcomes,
        ReadOnlySpan<double> confidences,
        int bins = DefaultBins,
        Binning binning = Binning.EqualWidth)
    {
        BinaryScores.Check(outcomes, confidences.Length, nameof(confidences), default);
        bool even = binning == Binning.EqualWidth;
        var diagram = even ? new ReliabilityBins(bins) : ReliabilityBins.OfEqualMass(confidences, bins);
        for (int row = 0; row < outcomes.Length; row++)
        {
            double confidence = BinaryScores.Probability(confidences, row);
            int outcome = BinaryScores.Label(outcomes, row);
            if (even)
            {
                diagram.Add(confidence, outcome);
            }
            else
            {
                diagram.AddUneven(confidence, outcome);
            }
        }

        return diagram.ToDiagram();
    }

    /// <summary>The same for the most probable class of each row, which is right or wrong.</summary>
    /// <param name="labels">Positions of the true classes.</param>
    /// <param name="probabilities">Row-major, one row for each label. Of equal probabilities the first is predicted.</param>
    /// <param name="bins">How many bins.</param>
    /// <param name="binning">Where bins end.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is out of range; the message says in which row.</exception>
    public static ReliabilityDiagram BinTopClass(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> probabilities,
        int bins = DefaultBins,
        Binning binning = Binning.EqualWidth)
    {
        int classes = ClassProbabilities.Check(labels, probabilities, default);
        int[] outcomes = new int[labels.Length];
        double[] confidences = new double[labels.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.Slice(row * classes, classes);
            int predicted = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(own);
            (outcomes[row], confidences[row]) = (predicted == labels[row] ? 1 : 0, own[predicted]);
        }

        return Bin(outcomes, confidences, bins, binning);
    }

    /// <summary>Parts the Brier score of a yes-or-no model into what calibration can save and what it cannot.</summary>
    /// <param name="outcomes">1 where the prediction came true, 0 where it did not.</param>
    /// <param name="confidences">The probability given to it, in [0, 1].</param>
    /// <param name="bins">How many bins of equal width; null: one for each different confidence.</param>
    /// <returns>Parts that add up to <see cref="BinaryScores.Brier"/>; NaN for no examples.</returns>
    /// <inheritdoc cref="Bin" path="/exception"/>
    public static BrierDecomposition DecomposeBrier(
        ReadOnlySpan<int> outcomes, ReadOnlySpan<double> confidences, int? bins = null)
    {
        double score = BinaryScores.Brier(outcomes, confidences), share = 0;
        foreach (int outcome in outcomes)
        {
            share += outcome;
        }

        share /= outcomes.Length;
        double[] edges = bins is { } count ? ReliabilityBins.Edges(count) : [];
        var groups = new Dictionary<double, (double Count, double Confidence, double Hits)>();
        for (int row = 0; row < outcomes.Length; row++)
        {
            double key = bins is null ? confidences[row] : ReliabilityBins.Find(edges, confidences[row]);
            (double n, double sum, double hits) = groups.GetValueOrDefault(key);
            groups[key] = (n + 1, sum + confidences[row], hits + outcomes[row]);
        }

        double reliability = 0, resolution = 0;
        foreach ((double n, double sum, double hits) in groups.Values)
        {
            double gap = (sum - hits) / n, distance = (hits / n) - share;
            reliability += n * gap * gap;
            resolution += n * distance * distance;
        }

        (reliability, resolution) = (reliability / outcomes.Length, resolution / outcomes.Length);
        double uncertainty = share * (1 - share);
        return new(reliability, resolution, uncertainty, score - reliability + resolution - uncertainty);
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
