using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Paths;

internal sealed class RandomMethodTests
{
    private static readonly double[] Point = [0.4, -1.2, 2];

    private static IEnumerable<AttributionMethod> Methods =>
    [
        new SmoothGrad { Samples = 7 },
        new SmoothGrad { Samples = 7, Aggregate = NoiseAggregate.MeanOfSquares },
        new SmoothGrad { Samples = 7, Aggregate = NoiseAggregate.Variance },
        new SmoothGrad { Samples = 4, Method = new StraightPath { Baseline = Baseline.Uniform(-1, 1, 5) } },
        new SmoothGrad { Samples = 4, Method = new GuidedPath { Steps = 10 } },
        new ExpectedGradients { Samples = 9, Baselines = [Baseline.Zero, Baseline.Uniform(0, 1, 3), Baseline.Noise(0.5, 4)] },
        new StraightPath { Baseline = Baseline.Noise(1, 2) },
    ];

    [TestCaseSource(nameof(Methods))]
    public async Task The_same_seed_gives_the_same_bytes_whatever_is_explained_beside(AttributionMethod method)
    {
        Example[] examples = [.. Enumerable.Range(0, 40).Select(i => FunctionModel.Example(i * 0.1, 1 - (i * 0.2), 0.5))];
        var attribution = new GradientAttribution(method);
        var dataset = new Dataset(new() { ["x"] = new Embeddings() }, examples);

        var together = await attribution.RunAsync(Cubes, dataset, attribution.Defaults).ToListAsync();
        var alone = await Task.WhenAll(examples.Select(example => Task.Run(() => attribution.ExplainAsync(Cubes, example))));

        for (int i = 0; i < examples.Length; i++)
        {
            Assert.That(PathAxiomTests.Scores(together[i]), Is.EqualTo(PathAxiomTests.Scores(alone[i])));
            Assert.That(together[i].StandardErrors, Is.EqualTo(alone[i].StandardErrors));
        }
    }

    [Test]
    public void Another_seed_gives_other_scores()
    {
        double[] first = PathAxiomTests.Scores(PathAxiomTests.Explain(Cubes, new SmoothGrad(), Point));
        double[] second = PathAxiomTests.Scores(PathAxiomTests.Explain(Cubes, new SmoothGrad { Seed = 1 }, Point));

        Assert.That(second, Is.Not.EqualTo(first));
    }

    [Test]
    public void Smoothed_gradients_are_the_mean_within_their_standard_errors()
    {
        // E ∂(x + ε)³ = 3x² + 3s²; the standard deviation of 3(x + s z)² is 3 √(4x²s² + 2s⁴).
        const double S = 0.3;
        var why = PathAxiomTests.Explain(Cubes, new SmoothGrad { Samples = 2000, StandardDeviation = S }, Point);

        for (int i = 0; i < Point.Length; i++)
        {
            double x = Point[i];
            double error = 3 * Math.Sqrt((4 * x * x * S * S) + (2 * S * S * S * S)) / Math.Sqrt(2000);
            Assert.That(why.StandardErrors[i], Is.EqualTo(error).Within(15).Percent);
            Assert.That(PathAxiomTests.Scores(why)[i], Is.EqualTo(3 * ((x * x) + (S * S))).Within(5 * error));
        }

        Assert.That(why.Evaluations, Is.EqualTo(2000));
        Assert.That(why.CompletenessError, Is.Null);
    }

    [Test]
    public void The_variance_of_gradients_is_that_of_the_noise_through_the_second_derivative()
    {
        // ∂x² = 2x: the variance is 4 s², s a part of the range of the input.
        var squares = new FunctionModel(x => x.Sum(v => v * v), x => [.. x.Select(v => 2 * v)]);
        double deviation = 0.1 * 3.2;

        var why = PathAxiomTests.Explain(
            squares, new SmoothGrad { Samples = 4000, NoiseLevel = 0.1, Aggregate = NoiseAggregate.Variance }, Point);

        Assert.That(PathAxiomTests.Scores(why), Is.All.EqualTo(4 * deviation * deviation).Within(8).Percent);
        Assert.That(why.Signed, Is.False);
        Assert.That(why.Method, Is.EqualTo("VarGrad of Gradient"));
    }

    [Test]
    public void Expected_gradients_are_the_mean_of_integrated_gradients_over_the_baselines()
    {
        double[][] starts = [[0, 0, 0], [1, 1, 1], [-1, 0.5, 2]];
        var method = new ExpectedGradients { Samples = 6000, Baselines = [.. starts.Select(PathAxiomTests.Constant)] };

        var why = PathAxiomTests.Explain(Cubes, method, Point);

        double[] scores = PathAxiomTests.Scores(why);
        for (int i = 0; i < Point.Length; i++)
        {
            double exact = starts.Average(start => Math.Pow(Point[i], 3) - Math.Pow(start[i], 3));
            Assert.That(scores[i], Is.EqualTo(exact).Within(5 * why.StandardErrors[i]));
            Assert.That(why.StandardErrors[i], Is.InRange(1e-4, 0.2));
        }

        Assert.That(
            why.ValueAtBaseline, Is.EqualTo(starts.Average(start => start.Sum(v => v * v * v))).Within(0.2));
        Assert.That(why.Evaluations, Is.EqualTo(6000 + 3 + 1));
        Assert.That(why.Converged, Is.Null);
    }

    [Test]
    public void A_distribution_of_random_baselines_is_drawn_anew_for_every_sample()
    {
        var method = new ExpectedGradients { Samples = 3000, Baselines = [Baseline.Uniform(-1, 1, 8)] };

        var why = PathAxiomTests.Explain(Cubes, method, Point);

        // E (x³ − b³) = x³ for b symmetric around 0.
        double[] scores = PathAxiomTests.Scores(why);
        for (int i = 0; i < Point.Length; i++)
        {
            Assert.That(scores[i], Is.EqualTo(Math.Pow(Point[i], 3)).Within(5 * why.StandardErrors[i]));
        }

        Assert.That(why.ValueAtBaseline, Is.EqualTo(0).Within(0.1));
    }

    [Test]
    public void A_mean_baseline_is_the_mean_of_its_examples()
    {
        Example[] data = [FunctionModel.Example(1, 2, 3), FunctionModel.Example(3, 4, -7)];

        var why = PathAxiomTests.Explain(Cubes, new StraightPath { Baseline = Baseline.Mean(data) }, Point);

        Assert.That(why.ValueAtBaseline, Is.EqualTo(8 + 27 - 8).Within(1e-4));
        Assert.That(why.Converged, Is.True);
    }

    [Test]
    public async Task Baselines_that_do_not_fit_say_why()
    {
        var blurred = await Assert.ThrowsAsync<LitException>(async () => await new GradientAttribution(
            new StraightPath { Baseline = Baseline.Blurred(3) }).ExplainAsync(Cubes, FunctionModel.Example(Point)));
        var empty = await Assert.ThrowsAsync<LitException>(async () => await new GradientAttribution(
            new StraightPath { Baseline = Baseline.Mean([]) }).ExplainAsync(Cubes, FunctionModel.Example(Point)));
        var other = await Assert.ThrowsAsync<LitException>(async () => await new GradientAttribution(
            new StraightPath { Baseline = Baseline.Mean([FunctionModel.Example(1, 2)]) }).ExplainAsync(Cubes, FunctionModel.Example(Point)));

        Assert.That(blurred!.Message, Does.Contain("the pixels of an image"));
        Assert.That(empty!.Message, Does.Contain("at least one example"));
        Assert.That(other!.Message, Does.Contain("the 3 numbers of 'x'; found 2"));
    }

    [Test]
    public void Options_out_of_range_are_refused()
    {
        Assert.That(() => new SmoothGrad { Samples = 1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new SmoothGrad { NoiseLevel = double.NaN }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ExpectedGradients { Samples = 1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ExpectedGradients { Baselines = [] }, Throws.TypeOf<ArgumentException>());
        Assert.That(() => new GuidedPath { Fraction = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new GuidedPath { MaxDistance = 1.1 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new StraightPath { Tolerance = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new StraightPath { MaxSteps = 16 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BlurPath { MaxSigma = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task A_method_for_images_refuses_rows_and_one_for_rows_refuses_images()
    {
        var image = new FunctionModel(x => x.Sum(), x => [.. x.Select(_ => 1.0)], ImageLayout.ChannelsLast);

        await Assert.ThrowsAsync<LitException>(async () =>
            await new GradientAttribution(new BlurPath()).ExplainAsync(Cubes, FunctionModel.Example(Point)));
        await Assert.ThrowsAsync<LitException>(async () => await new GradientAttribution(new SmoothGrad { Method = new SequentialPath() })
            .ExplainAsync(image, FunctionModel.Example([1, 2, 3, 4], 2, 2, 1)));
    }

    [Test]
    public async Task A_cancelled_run_stops()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await new GradientAttribution().ExplainAsync(
            Cubes, FunctionModel.Example(Point), new GradientAttributionConfig(), new CancellationToken(true)));
    }

    private static FunctionModel Cubes => new(x => x.Sum(v => v * v * v), x => [.. x.Select(v => 3 * v * v)]);
}
