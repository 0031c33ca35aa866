using System.Numerics.Tensors;
using FsCheck;
using FsCheck.Fluent;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Components.Paths;

/// <summary>What path methods promise, on small networks: tanh of sums, times products.</summary>
internal sealed class PathAxiomTests
{
    private static readonly AttributionMethod[] Straight =
    [
        new StraightPath(), new StraightPath { Rule = Quadrature.GaussLegendre(40) },
        new GuidedPath { Steps = 400, MaxDistance = 0 }, new GuidedPath { Steps = 400, Fraction = 1 },
    ];

    private static readonly AttributionMethod[] All =
    [
        .. Straight, new GuidedPath { Steps = 400 }, new SequentialPath { Rule = Quadrature.GaussLegendre(20) },
        new ExpectedGradients { Samples = 50 }, new PlainGradient(), new PlainGradient { Squared = true },
        new SmoothGrad { Samples = 5 }, new SmoothGrad { Samples = 3, Method = new StraightPath() },
        new SmoothGrad { Samples = 5, Aggregate = NoiseAggregate.Variance },
    ];

    private static Gen<double> Number => Gen.Choose(-20, 20).Select(i => i / 10.0);

    private static Arbitrary<Net> Nets =>
        (from size in Gen.Choose(1, 5)
         from w in Number.ArrayOf(size)
         from v in Number.ArrayOf(size)
         from x in Number.ArrayOf(size)
         from b in Number.ArrayOf(size)
         select new Net(w, v, x, b)).ToArbitrary();

    [Property(MaxTest = 100)]
    public Property Scores_sum_to_the_difference() => Prop.ForAll(Nets, net =>
    {
        foreach (AttributionMethod method in Straight.Append(new GuidedPath { Steps = 400 }))
        {
            var why = Explain(net.Model, From(method, net.Baseline), net.X);

            double scale = 1 + Size(why);
            Assert.That(why.CompletenessError, Is.EqualTo(0).Within((method is GuidedPath ? 3e-2 : 2e-3) * scale), method.Name);
            Assert.That(why.ValueAtInput - why.ValueAtBaseline, Is.EqualTo(net.F(net.X) - net.F(net.Baseline)).Within(1e-5));
        }
    });

    [Property(MaxTest = 100)]
    public Property A_number_that_the_function_does_not_use_has_no_score() => Prop.ForAll(Nets, net =>
    {
        double[] longer = [.. net.X, 1.5];
        var model = new FunctionModel(x => net.F(x[..^1]), x => [.. net.Gradient(x[..^1]), 0]);
        foreach (AttributionMethod method in All)
        {
            Assert.That(Scores(Explain(model, method, longer))[^1], Is.Zero, method.Name);
        }
    });

    [Property(MaxTest = 100)]
    public Property Numbers_that_the_function_cannot_tell_apart_have_equal_scores() => Prop.ForAll(Nets, net =>
    {
        double[] twice = [.. net.X, net.X[0]];
        var model = new FunctionModel(
            x => net.F([x[0] + x[^1], .. x[1..^1]]),
            x =>
            {
                double[] inner = net.Gradient([x[0] + x[^1], .. x[1..^1]]);
                return [.. inner, inner[0]];
            });
        foreach (AttributionMethod method in Straight.Append(new SequentialPath()))
        {
            double[] scores = Scores(Explain(model, method, twice));
            Assert.That(scores[^1], Is.EqualTo(scores[0]).Within(1e-5), method.Name);
        }
    });

    [Property(MaxTest = 100)]
    public Property Scores_of_a_sum_of_functions_are_sums_of_scores() => Prop.ForAll(Nets, Number.ToArbitrary(), (net, factor) =>
    {
        static double G(double[] x) => x.Sum(v => v * v * v);
        static double[] Slope(double[] x) => [.. x.Select(v => 3 * v * v)];
        var both = new FunctionModel(
            x => net.F(x) + (factor * G(x)),
            x => [.. net.Gradient(x).Zip(Slope(x), (a, b) => a + (factor * b))]);
        var method = new StraightPath { Rule = Quadrature.GaussLegendre(30) };

        double[] whole = Scores(Explain(both, method, net.X));
        double[] first = Scores(Explain(net.Model, method, net.X));
        double[] second = Scores(Explain(new FunctionModel(G, Slope), method, net.X));

        Assert.That(whole, Is.EqualTo(first.Zip(second, (a, b) => a + (factor * b))).Within(1e-4));
    });

    [Property(MaxTest = 100)]
    public Property Two_ways_to_write_a_function_have_the_same_scores() => Prop.ForAll(
        (from x in Number from y in Number select (x, y)).ToArbitrary(),
        point =>
        {
            var square = new FunctionModel(x => Math.Pow(x[0] + x[1], 2), x => [2 * (x[0] + x[1]), 2 * (x[0] + x[1])]);
            var terms = new FunctionModel(
                x => (x[0] * x[0]) + (2 * x[0] * x[1]) + (x[1] * x[1]),
                x => [(2 * x[0]) + (2 * x[1]), (2 * x[0]) + (2 * x[1])]);
            foreach (AttributionMethod method in All)
            {
                Assert.That(
                    Scores(Explain(square, method, [point.x, point.y])),
                    Is.EqualTo(Scores(Explain(terms, method, [point.x, point.y]))).Within(1e-4),
                    method.Name);
            }
        });

    [Property(MaxTest = 100)]
    public Property On_a_linear_function_every_path_gives_weight_times_distance() => Prop.ForAll(Nets, net =>
    {
        var model = new FunctionModel(x => x.Zip(net.W, (a, b) => a * b).Sum(), _ => [.. net.W]);
        double[] expected = [.. net.W.Select((w, i) => w * (net.X[i] - net.Baseline[i]))];
        foreach (AttributionMethod method in (AttributionMethod[])
            [.. Straight, new GuidedPath { Steps = 7 }, new SequentialPath(), new ExpectedGradients { Samples = 3 }])
        {
            Assert.That(Scores(Explain(model, From(method, net.Baseline), net.X)), Is.EqualTo(expected).Within(1e-4), method.Name);
        }
    });

    [Property(MaxTest = 50)]
    public Property The_score_of_a_sequential_path_is_the_change_by_that_number_alone() => Prop.ForAll(Nets, net =>
    {
        var method = new SequentialPath { Baseline = Constant(net.Baseline), Rule = Quadrature.GaussLegendre(60) };

        double[] scores = Scores(Explain(net.Model, method, net.X));

        for (int i = 0; i < scores.Length; i++)
        {
            double[] without = [.. net.X];
            without[i] = net.Baseline[i];
            Assert.That(scores[i], Is.EqualTo(net.F(net.X) - net.F(without)).Within(1e-4));
        }
    });

    internal static SalienceResult Explain(FunctionModel model, AttributionMethod method, double[] x) =>
        new GradientAttribution(method).ExplainAsync(model, FunctionModel.Example(x)).GetAwaiter().GetResult();

    internal static double[] Scores(SalienceResult why) => [.. why.Features.Select(feature => feature.Score)];

    internal static Baseline Constant(double[] numbers) =>
        Baseline.Constant(Tensor.Create(numbers.Select(v => (float)v).ToArray()));

    private static double Size(SalienceResult why) => Scores(why).Sum(Math.Abs);

    private static AttributionMethod From(AttributionMethod method, double[] baseline) => method switch
    {
        StraightPath straight => straight with { Baseline = Constant(baseline) },
        GuidedPath guided => guided with { Baseline = Constant(baseline) },
        SequentialPath sequential => sequential with { Baseline = Constant(baseline) },
        ExpectedGradients expected => expected with { Baselines = [Constant(baseline)] },
        _ => throw new NotSupportedException(method.Name),
    };

    /// <summary>f(x) = tanh(w·x) (1 + (v·x)² / 4).</summary>
    internal sealed record Net(double[] W, double[] V, double[] X, double[] Baseline)
    {
        public FunctionModel Model => new(F, Gradient);

        public double F(double[] x) => Math.Tanh(Dot(W, x)) * (1 + (Dot(V, x) * Dot(V, x) / 4));

        public double[] Gradient(double[] x)
        {
            double t = Math.Tanh(Dot(W, x));
            double s = Dot(V, x);
            return [.. x.Select((_, i) => ((1 - (t * t)) * W[i] * (1 + (s * s / 4))) + (t * s * V[i] / 2))];
        }

        private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
    }
}
