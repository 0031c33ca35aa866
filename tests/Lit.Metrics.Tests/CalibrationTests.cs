using System.Text.Json;
using FsCheck.Fluent;
using Lit.Metrics.Recalibration;
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

    [Property(MaxTest = 200)]
    public Property The_parts_of_the_Brier_score_add_up_to_it() => Prop.ForAll(
        Gen.Choose(0, 20).ArrayOf(60).ToArbitrary(),
        numbers =>
        {
            double[] confidences = [.. numbers.Select(number => number / 20.0)];
            int[] outcomes = [.. numbers.Select((number, row) => (number + row) % 3 == 0 ? 1 : 0)];
            BrierDecomposition parts = Calibration.DecomposeBrier(outcomes, confidences);
            Assert.That(parts.Score, Is.EqualTo(BinaryScores.Brier(outcomes, confidences)).Within(1e-15));
            Assert.That(parts.Within, Is.Zero.Within(1e-14), "each confidence has a bin of its own");
            Assert.That(parts.Uncertainty, Is.EqualTo(outcomes.Average() * (1 - outcomes.Average())).Within(1e-15));
            Assert.That(parts.Resolution, Is.InRange(-1e-15, parts.Uncertainty + 1e-15));
            Assert.That(Calibration.DecomposeBrier(outcomes, confidences, 4).Score, Is.EqualTo(parts.Score).Within(1e-15));
        });

    [Test]
    public void A_calibrated_model_of_few_examples_has_an_error_that_is_chance_alone()
    {
        // 200 examples a bin, every one as likely as said: the plain error is only noise.
        double plain = 0, debiased = 0, squared = 0, plainSquared = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            double[] confidences = new double[2000];
            int[] outcomes = new int[2000];
            var random = new Lit.Api.SeededRandom(seed);
            for (int row = 0; row < confidences.Length; row++)
            {
                confidences[row] = random.NextDouble();
                outcomes[row] = random.NextDouble() < confidences[row] ? 1 : 0;
            }

            ReliabilityDiagram diagram = Calibration.Bin(outcomes, confidences, 10);
            plain += diagram.ExpectedError / 200;
            debiased += diagram.DebiasedError / 200;
            plainSquared += Math.Pow(diagram.RootMeanSquareError, 2) / 200;
            squared += Math.Pow(diagram.DebiasedRootMeanSquareError, 2) / 200;
        }

        Assert.That(plain, Is.GreaterThan(0.015));
        Assert.That(debiased, Is.LessThan(0.6 * plain));
        Assert.That(squared, Is.LessThan(0.5 * plainSquared));
    }

    [Test]
    public void A_platt_fit_leaves_no_slope_and_takes_equal_scores()
    {
        PlattScaling fit = PlattScaling.Fit([0, 1, 0, 1, 1], [-3e8, 1e8, 2e8, 3e8, -1e8]);
        double[] gaps = [.. new[] { -3e8, 1e8, 2e8, 3e8, -1e8 }.Zip(new[] { .25, .8, .25, .8, .8 }, (s, t) => fit.Apply(s) - t)];

        Assert.That(gaps.Sum(), Is.Zero.Within(1e-9));
        Assert.That(PlattScaling.Fit([0, 1, 1], [2, 2, 2]).Apply(2), Is.EqualTo((0.75 + 0.75 + (1 / 3.0)) / 3).Within(1e-9));
        Assert.That(() => PlattScaling.Fit([], []), Throws.ArgumentException);
    }

    [Test]
    public void Weights_of_a_platt_fit_count_as_repetition()
    {
        PlattScaling weighted = PlattScaling.Fit([0, 1, 0, 1], [-1, 0.5, 1, 2], [2, 1, 3, 0]);
        PlattScaling repeated = PlattScaling.Fit([0, 0, 1, 0, 0, 0], [-1, -1, 0.5, 1, 1, 1]);

        Assert.That(weighted.A, Is.EqualTo(repeated.A).Within(1e-9));
        Assert.That(weighted.B, Is.EqualTo(repeated.B).Within(1e-9));
    }

    [Test]
    public void Logits_of_a_model_that_is_always_right_have_the_least_temperature()
    {
        Assert.That(TemperatureScaling.Fit([0, 1], [2, 1, 0, 3]).Temperature, Is.EqualTo(Math.Exp(-6)).Within(1e-9));
        Assert.That(
            () => TemperatureScaling.Fit([0, 2], [2, 1, 0, 3]), Throws.ArgumentException.With.Message.Contains("found 2 in row 1"));
    }

    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["scores/isotonic.json"])]
    public void Isotonic_fits_equal_the_reference(GoldenCase golden)
    {
        double[] x = GoldenFile.Numbers(golden.Input.GetProperty("x")), y = GoldenFile.Numbers(golden.Input.GetProperty("y"));
        double[] weights = GoldenFile.Numbers(golden.Input.GetProperty("sample_weight"));
        double[] bounds = GoldenFile.Numbers(golden.Input.GetProperty("bounds"));
        double[] query = GoldenFile.Numbers(golden.Input.GetProperty("query"));
        foreach (JsonProperty expected in golden.Expected.EnumerateObject())
        {
            bool free = expected.Name.EndsWith("free", StringComparison.Ordinal);
            IsotonicRegression fit = IsotonicRegression.Fit(
                x, y, weights, expected.Name.StartsWith("up", StringComparison.Ordinal),
                free ? double.NegativeInfinity : bounds[0], free ? double.PositiveInfinity : bounds[1]);
            golden.CheckAll(expected.Name, expected.Value.GetProperty("fitted"), x.Select(fit.Predict));
            golden.CheckAll(expected.Name, expected.Value.GetProperty("x_thresholds"), fit.Thresholds.ToArray());
            golden.CheckAll(expected.Name, expected.Value.GetProperty("y_thresholds"), fit.Values.ToArray());
            golden.CheckAll(expected.Name, expected.Value.GetProperty("query"), query.Select(fit.Predict));
            golden.CheckAll(
                expected.Name,
                expected.Value.GetProperty("query_nan_outside"),
                query.Select(place => fit.Covers(place) || fit.Thresholds.Length == 1 ? fit.Predict(place) : double.NaN));
        }
    }
}
