using FsCheck.Fluent;
using Lit.Api.Attribution;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Components.Salience;

internal sealed class QuadratureTests
{
    private static IEnumerable<TestCaseData<GoldenCase>> NodeCases
        => Golden.Cases(
            "statistics/quadrature.json", golden => golden.Name.StartsWith("gauss_legendre", StringComparison.Ordinal));

    private static IEnumerable<TestCaseData<GoldenCase>> IntegralCases
        => Golden.Cases(
            "statistics/quadrature.json", golden => golden.Name.StartsWith("integral", StringComparison.Ordinal));

    [TestCaseSource(nameof(NodeCases))]
    public void Gauss_Legendre_nodes_and_weights_are_the_reference_to_the_last_bits(GoldenCase golden)
    {
        var rule = Quadrature.GaussLegendre(golden.Input.GetProperty("n").GetInt32());
        double[] nodes = Golden.Numbers(golden.Expected.GetProperty("nodes"));
        double[] weights = Golden.Numbers(golden.Expected.GetProperty("weights"));

        Assert.That(rule.Nodes.Select(node => (2 * node) - 1), Is.EqualTo(nodes).Within(1e-15));
        Assert.That(rule.Weights.Select(weight => 2 * weight), Is.EqualTo(weights).Within(1e-13));
    }

    [TestCaseSource(nameof(IntegralCases))]
    public void Every_rule_gives_the_reference_integral(GoldenCase golden)
    {
        Func<double, double> f = golden.Input.GetProperty("function").GetString() switch
        {
            "e^x" => Math.Exp,
            "sqrt(x)" => Math.Sqrt,
            "x^9" => x => Math.Pow(x, 9),
            var other => throw new NotSupportedException(other),
        };
        foreach (int n in new[] { 4, 10, 50 })
        {
            var expected = golden.Expected.GetProperty($"n{n}");
            golden.Check(
                $"left {n}", expected.GetProperty("left").GetDouble(), Integrate(Quadrature.LeftRiemann(n), f));
            golden.Check(
                $"right {n}", expected.GetProperty("right").GetDouble(), Integrate(Quadrature.RightRiemann(n), f));
            golden.Check(
                $"middle {n}", expected.GetProperty("middle").GetDouble(), Integrate(Quadrature.Midpoint(n), f));
            golden.Check(
                $"trapezoid {n}", expected.GetProperty("trapezoid").GetDouble(), Integrate(Quadrature.Trapezoid(n), f));
            golden.Check($"Gauss-Legendre {n}", expected.GetProperty("gauss_legendre").GetDouble(), Integrate(
                Quadrature.GaussLegendre(n), f));
        }
    }

    [Property(MaxTest = 200)]
    public Property Gauss_Legendre_is_exact_for_polynomials_up_to_degree_2n_minus_1() => Prop.ForAll(
        (from points in Gen.Choose(1, 40)
         from coefficients in Gen.Choose(-100, 100).Select(i => i / 10.0).ArrayOf(2 * points)
         select (points, coefficients)).ToArbitrary(),
        sample =>
        {
            double exact = sample.coefficients.Select((c, k) => c / (k + 1)).Sum();
            double found = Integrate(
                Quadrature.GaussLegendre(sample.points), x
                    => sample.coefficients.Select((c, k) => c * Math.Pow(x, k)).Sum());
            Assert.That(found, Is.EqualTo(exact).Within(1e-12 * (1 + sample.coefficients.Sum(Math.Abs))));
        });

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(17)]
    [TestCase(64)]
    [TestCase(300)]
    public void Weights_sum_to_one_and_nodes_ascend_within_the_path(int points)
    {
        QuadratureRule[] rules = [.. Enum.GetValues<QuadratureMethod>()
            .Where(method => method != QuadratureMethod.Trapezoid || points > 1)
            .Select(method => Quadrature.Of(method, points))];

        foreach (var rule in rules)
        {
            Assert.That(rule.Nodes, Has.Count.EqualTo(points).And.Ordered.And.All.InRange(0, 1));
            Assert.That(rule.Weights.Sum(), Is.EqualTo(1).Within(1e-14));
        }
    }

    [Test]
    public void The_LIT_compatible_rule_leaves_out_the_end_of_the_path()
    {
        var rule = Quadrature.LitCompatible(5);

        Assert.That(rule.Nodes, Is.EqualTo(new[] { 0, 0.2, 0.4, 0.6, 0.8 }).Within(1e-15));
        Assert.That(rule.Weights, Is.EqualTo(new[] { 0.125, 0.25, 0.25, 0.25, 0.125 }).Within(1e-15));
    }

    [Test]
    public void Too_few_points_are_refused()
    {
        Assert.That(() => Quadrature.GaussLegendre(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Quadrature.LitCompatible(1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new IntegratedGradientsConfig { InterpolationSteps = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static double Integrate(QuadratureRule rule, Func<double, double> f)
        => rule.Nodes.Zip(rule.Weights, (x, w) => w * f(x)).Sum();
}
