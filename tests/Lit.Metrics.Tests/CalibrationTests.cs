using FsCheck.Fluent;
using Lit.Metrics.Reliability;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Metrics;

public sealed class CalibrationTests
{
    [Test]
    public void A_bin_holds_its_upper_edge_and_the_first_its_lower_too()
    {
        for (int bins = 1; bins <= 60; bins++)
        {
            double[] edges = ReliabilityBins.Edges(bins);
            foreach (double edge in edges)
            {
                foreach (double confidence in (double[])[edge, Math.BitIncrement(edge), Math.BitDecrement(edge), edge + 1e-9])
                {
                    if (confidence is >= 0 and <= 1)
                    {
                        int bin = ReliabilityBins.Find(edges, confidence);
                        Assert.That(bin == 0 || confidence > edges[bin], $"{confidence:R} of {bins}");
                        Assert.That(confidence <= edges[bin + 1], $"{confidence:R} of {bins}");
                    }
                }
            }
        }
    }

    [Property(MaxTest = 200)]
    public Property The_error_alone_is_that_of_the_diagram() => Prop.ForAll(
        Gen.Choose(0, 1000).ArrayOf(100).ToArbitrary(),
        Gen.Choose(1, 40).ToArbitrary(),
        (numbers, bins) =>
        {
            double[] confidences = [.. numbers.Select(number => number / 1000.0)];
            int[] outcomes = [.. numbers.Select(number => number * 7 % 3 == 0 ? 1 : 0)];
            double error = Calibration.ExpectedError(outcomes, confidences, bins);
            Assert.That(error, Is.EqualTo(Calibration.Bin(outcomes, confidences, bins).ExpectedError).Within(1e-12));
            Assert.That(error, Is.InRange(0, 1));
        });

    [Test]
    public void The_error_is_what_confidence_and_outcome_differ_by()
    {
        Assert.That(Calibration.ExpectedError([1, 0, 0, 0, 0], [.2, .2, .2, .2, .2]), Is.Zero.Within(1e-15));
        Assert.That(Calibration.ExpectedError([1, 0, 0, 0, 1], [.2, .2, .2, .2, .2]), Is.EqualTo(0.2).Within(1e-15));
    }

    [Test]
    public void A_confidence_that_is_no_probability_is_refused_with_its_row()
    {
        Assert.That(
            () => Calibration.ExpectedError([1, 0], [0.5, 1.5]),
            Throws.ArgumentException.With.Message.Contains("Expected probabilities in [0, 1]; found 1.5 in row 1."));
        Assert.That(
            () => BinaryScores.LogLoss([.. new int[40], 2], [.. Enumerable.Repeat(0.5, 41)]),
            Throws.ArgumentException.With.Message.Contains("found 2 in row 40"));
        Assert.That(
            () => BinaryScores.LogLoss(new int[41], [.. Enumerable.Repeat(0.5, 40), double.NaN]),
            Throws.ArgumentException.With.Message.Contains("found NaN in row 40"));
    }

    [Property(MaxTest = 200)]
    public Property Log_loss_is_the_mean_of_the_logarithms() => Prop.ForAll(
        Gen.Choose(0, 1000).ArrayOf().ToArbitrary(),
        numbers =>
        {
            double[] p = [.. numbers.Select(number => number / 1000.0)];
            int[] labels = [.. numbers.Select(number => number & 1)];
            double[] losses = [.. p.Select((x, i) => -Math.Log(Math.Clamp(labels[i] == 1 ? x : 1 - x, Math.Pow(2, -52), 1 - Math.Pow(2, -52))))];
            double[] ones = [.. Enumerable.Repeat(1.0, p.Length)];
            double expected = losses.Length == 0 ? double.NaN : losses.Average();
            Assert.That(BinaryScores.LogLoss(labels, p), Is.EqualTo(expected).Within(1e-12));
            Assert.That(BinaryScores.LogLoss(labels, p, ones), Is.EqualTo(expected).Within(1e-12));
        });
}
