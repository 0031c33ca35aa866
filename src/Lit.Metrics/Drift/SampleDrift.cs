using Lit.Api;
using Lit.Metrics.Significance;

namespace Lit.Metrics.Drift;

/// <summary>How far two samples are apart, and whether that can be chance.</summary>
/// <remarks>Numbers that are not finite, and matrices that are not of whole rows, are an <see cref="ArgumentException"/>.</remarks>
public static class SampleDrift
{
    private const int MostKernelRows = 500;

    /// <summary>Population stability index of counts: Σ (b − a) ln(b / a) over the shares a and b of each category.</summary>
    /// <param name="before">How many examples each category had, at least 0.</param>
    /// <param name="after">How many it has.</param>
    /// <returns>At least 0, in nats; below 0.1 is commonly taken for stable, above 0.25 for moved. NaN for no examples.</returns>
    /// <remarks>Half an example is added to every category of both sides, so that an empty one is not infinite.</remarks>
    public static double StabilityIndex(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        Spans.SameLength(before.Length, after.Length, "counts", nameof(after));
        Spans.Weights(before.Length, before);
        Spans.Weights(after.Length, after);
        double first = 0, second = 0, sum = 0;
        for (int i = 0; i < before.Length; i++)
        {
            first += before[i];
            second += after[i];
        }

        for (int i = 0; i < before.Length; i++)
        {
            double a = (before[i] + 0.5) / (first + (before.Length / 2.0)), b = (after[i] + 0.5) / (second + (after.Length / 2.0));
            sum += (b - a) * Math.Log(b / a);
        }

        return first == 0 || second == 0 ? double.NaN : sum;
    }

    /// <summary>The same of numbers, in ranges that hold as many of the first sample each.</summary>
    /// <param name="before">Finite numbers, at least one.</param>
    /// <param name="after">Finite numbers, at least one.</param>
    /// <param name="bins">How many ranges.</param>
    /// <inheritdoc cref="StabilityIndex(ReadOnlySpan{double}, ReadOnlySpan{double})" path="/returns"/>
    public static double StabilityIndex(ReadOnlySpan<double> before, ReadOnlySpan<double> after, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        Spans.Finite(before, "numbers", nameof(before));
        Spans.Finite(after, "numbers", nameof(after));
        if (before.IsEmpty || after.IsEmpty)
        {
            return double.NaN;
        }

        double[] sorted = before.ToArray();
        Array.Sort(sorted);
        double[] starts = [.. Enumerable.Range(1, bins - 1).Select(bin => sorted[(int)((long)bin * sorted.Length / bins)]).Distinct()];
        return StabilityIndex(Count(before, starts), Count(after, starts));
    }

    /// <summary>Maximum mean discrepancy with a Gaussian kernel as wide as the median distance of two rows.</summary>
    /// <param name="before">Row-major, finite.</param>
    /// <param name="after">Row-major, finite.</param>
    /// <param name="width">How many numbers a row has.</param>
    /// <param name="seed">Equal seeds give equal results.</param>
    /// <returns>
    /// The squared discrepancy, unbiased and so at times a little below 0, and the p-value of exchanging rows 199 times. Of
    /// more than 500 rows a side a random 500 are taken. NaN with the reason for fewer than two rows a side.
    /// </returns>
    /// <remarks>A. Gretton et al.: A Kernel Two-Sample Test (2012).</remarks>
    public static TestOutcome MeanDiscrepancy(
        ReadOnlySpan<double> before, ReadOnlySpan<double> after, int width, int seed = 42)
    {
        const int Rounds = 199;
        double[][] first = Rows(before, width, seed), second = Rows(after, width, seed + 1);
        if (first.Length < 2 || second.Length < 2)
        {
            return TestOutcome.Undefined("a sample has fewer than two rows");
        }

        double[][] all = [.. first, .. second];
        double[,] kernel = Kernel(all);
        int[] order = [.. Enumerable.Range(0, all.Length)];
        double found = Discrepancy(kernel, order, first.Length), extreme = 0;
        for (int round = 0; round < Rounds; round++)
        {
            int[] exchanged = (int[])order.Clone();
            new SeededRandom(seed, round).Shuffle<int>(exchanged);
            extreme += Discrepancy(kernel, exchanged, first.Length) >= found ? 1 : 0;
        }

        return new(found, (1 + extreme) / (1 + Rounds));
    }

    /// <summary>Whether a simple classifier, fitted to one half of the rows, can tell in the other half which sample a row is of.</summary>
    /// <param name="before">Row-major, finite.</param>
    /// <param name="after">Row-major, finite.</param>
    /// <param name="width">How many numbers a row has.</param>
    /// <returns>
    /// The area under the ROC curve, ½ where it cannot, and the one-sided p-value by ranks. NaN with the reason for fewer than
    /// four rows a side.
    /// </returns>
    /// <remarks>
    /// The classifier weighs each number, and its square, by how far their means are apart in standard deviations. D.
    /// Lopez-Paz, M. Oquab: Revisiting Classifier Two-Sample Tests (2017).
    /// </remarks>
    public static TestOutcome TwoSampleClassifier(ReadOnlySpan<double> before, ReadOnlySpan<double> after, int width)
    {
        double[][] first = Rows(before, width, null), second = Rows(after, width, null);
        if (first.Length < 4 || second.Length < 4)
        {
            return TestOutcome.Undefined("a sample has fewer than four rows");
        }

        (double[][] fitA, double[][] testA) = Halves(first);
        (double[][] fitB, double[][] testB) = Halves(second);
        double[] centers = new double[width], linear = new double[width], square = new double[width];
        for (int i = 0; i < width; i++)
        {
            double center = fitA.Concat(fitB).Average(row => row[i]);
            centers[i] = center;
            linear[i] = Weight(fitA, fitB, row => row[i] - center);
            square[i] = Weight(fitA, fitB, row => (row[i] - center) * (row[i] - center));
        }

        double[] scoresA = [.. testA.Select(Score)], scoresB = [.. testB.Select(Score)];
        TestOutcome ranks = RankTest.MannWhitney(scoresB, scoresA, PValueMethod.Asymptotic, alternative: Alternative.Greater);
        return new(ranks.Statistic / ((double)scoresA.Length * scoresB.Length), double.IsNaN(ranks.PValue) ? 1 : ranks.PValue);

        double Score(double[] row)
        {
            double sum = 0;
            for (int i = 0; i < row.Length; i++)
            {
                double distance = row[i] - centers[i];
                sum += (linear[i] * distance) + (square[i] * distance * distance);
            }

            return sum;
        }
    }

    private static double[] Count(ReadOnlySpan<double> values, double[] starts)
    {
        double[] counts = new double[starts.Length + 1];
        foreach (double value in values)
        {
            int place = Array.BinarySearch(starts, value);
            counts[place >= 0 ? place + 1 : ~place]++;
        }

        return counts;
    }

    /// <summary>Rows of a matrix; a random few of them where a seed is given and there are many.</summary>
    private static double[][] Rows(ReadOnlySpan<double> values, int width, int? seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        Spans.Finite(values, "numbers", nameof(values));
        if (values.Length % width != 0)
        {
            throw new ArgumentException($"Expected rows of {width} numbers; found {values.Length} numbers.", nameof(values));
        }

        int count = values.Length / width;
        int[] kept = seed is { } own && count > MostKernelRows
            ? new SeededRandom(own).Sample(count, MostKernelRows)
            : [.. Enumerable.Range(0, count)];
        double[][] rows = new double[kept.Length][];
        for (int i = 0; i < kept.Length; i++)
        {
            rows[i] = values.Slice(kept[i] * width, width).ToArray();
        }

        return rows;
    }

    private static double[,] Kernel(double[][] rows)
    {
        double[,] kernel = new double[rows.Length, rows.Length];
        List<double> distances = [];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double distance = System.Numerics.Tensors.TensorPrimitives.Distance<double>(rows[i], rows[j]);
                kernel[i, j] = kernel[j, i] = distance * distance;
                distances.Add(distance * distance);
            }
        }

        distances.Sort();
        double width = distances[distances.Count / 2] is > 0 and var median ? median : 1;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < rows.Length; j++)
            {
                kernel[i, j] = Math.Exp(-kernel[i, j] / width);
            }
        }

        return kernel;
    }

    private static double Discrepancy(double[,] kernel, int[] order, int first)
    {
        double within = 0, other = 0, between = 0;
        for (int i = 0; i < order.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double k = kernel[order[i], order[j]];
                within += i < first ? k : 0;
                other += j >= first ? k : 0;
                between += i >= first && j < first ? k : 0;
            }
        }

        double n = first, m = order.Length - first;
        return (2 * within / (n * (n - 1))) + (2 * other / (m * (m - 1))) - (2 * between / (n * m));
    }

    private static (double[][] Fit, double[][] Test) Halves(double[][] rows)
        => ([.. rows.Where((_, i) => i % 2 == 0)], [.. rows.Where((_, i) => i % 2 == 1)]);

    private static double Weight(double[][] a, double[][] b, Func<double[], double> feature)
    {
        double meanA = a.Average(feature), meanB = b.Average(feature);
        double variance = (a.Sum(row => Math.Pow(feature(row) - meanA, 2)) + b.Sum(row => Math.Pow(feature(row) - meanB, 2)))
            / (a.Length + b.Length);
        return variance == 0 ? 0 : (meanB - meanA) / variance;
    }
}
