using System.Globalization;
using Lit.Components.Salience;
using NUnit.Framework;

namespace Lit.Components.Paths;

internal sealed class PathFunctionTableTests
{
    private static readonly double[] Zero = [0];
    private static readonly double[] One = [1];

    private static IEnumerable<TestCaseData<Function>> Smooth =>
    [
        Case("x", x => x, _ => 1),
        Case("x²", x => x * x, x => 2 * x),
        Case("x³", x => x * x * x, x => 3 * x * x),
        Case("σ(10x − 5)", x => Sigmoid((10 * x) - 5), x => 10 * Slope((10 * x) - 5)),
    ];

    private static IEnumerable<TestCaseData<Function>> All =>
    [
        .. Smooth,
        Case("σ(40x − 36)", x => Sigmoid((40 * x) - 36), x => 40 * Slope((40 * x) - 36)),
        Case("σ(100x − 20)", x => Sigmoid((100 * x) - 20), x => 100 * Slope((100 * x) - 20)),
        Case("ReLU(x − 0.37)", x => Math.Max(0, x - 0.37), x => x > 0.37 ? 1 : 0),
        Case("a boundary layer at the baseline", x => 1 - Math.Exp(-2000 * x), x => 2000 * Math.Exp(-2000 * x)),
    ];

    [TestCaseSource(nameof(Smooth))]
    public async Task Fifty_Gauss_Legendre_points_are_within_a_millionth_on_smooth_functions(Function f)
    {
        var sum = await StraightLine.IntegrateAsync(f, Zero, One, Quadrature.GaussLegendre(50), default);

        Assert.That(Relative(sum), Is.LessThan(1e-6));
        Assert.That(f.Evaluations, Is.EqualTo(52));
    }

    [TestCaseSource(nameof(All))]
    public async Task An_adaptive_path_reaches_a_thousandth(Function f)
    {
        var sum = await AdaptiveLine.IntegrateAsync(f, Zero, One, 1e-3, 2000, default);

        Assert.That(sum.Reached, Is.True);
        Assert.That(Relative(sum), Is.LessThanOrEqualTo(1e-3));
        Assert.That(f.Evaluations, Is.LessThanOrEqualTo(400));
    }

    [TestCaseSource(nameof(All))]
    public async Task An_adaptive_path_reaches_a_millionth_or_says_that_it_did_not(Function f)
    {
        var sum = await AdaptiveLine.IntegrateAsync(f, Zero, One, 1e-6, 600, default);

        Assert.That(sum.Reached, Is.EqualTo(Relative(sum) <= 2e-6));
        Assert.That(f.Evaluations, Is.LessThanOrEqualTo(600));
    }

    [Test]
    public async Task A_path_that_was_given_too_few_points_says_so()
    {
        var f = Function.Of(x => Sigmoid((1000 * x) - 123), x => 1000 * Slope((1000 * x) - 123));

        var sum = await AdaptiveLine.IntegrateAsync(f, Zero, One, 1e-3, 17, default);

        Assert.That(sum.Reached, Is.False);
        Assert.That(Relative(sum), Is.GreaterThan(1e-3));
        Assert.That(f.Evaluations, Is.EqualTo(17));
    }

    [Test]
    public async Task Errors_of_single_numbers_count_though_they_cancel_in_the_sum()
    {
        // The two scores jump against each other: their sum is right at once.
        var f = new Function(2, x => x[0] + x[1], x => x[0] < 0.3 ? [3, -1] : [-1, 3]);
        double[] start = [0, 0];
        double[] end = [1, 1];

        var sum = await AdaptiveLine.IntegrateAsync(f, start, end, 1e-3, 5000, default);

        Assert.That(sum.Reached, Is.True);
        Assert.That(sum.Scores, Is.EqualTo(new[] { 0.2, 1.8 }).Within(4e-3));
        Assert.That(f.Evaluations, Is.GreaterThan(100));
    }

    [Test]
    public async Task A_gradient_that_is_no_number_ends_the_search()
    {
        var f = Function.Of(_ => 1, _ => double.NaN);

        var sum = await AdaptiveLine.IntegrateAsync(f, Zero, One, 1e-3, 2000, default);

        Assert.That(sum.Reached, Is.False);
        Assert.That(f.Evaluations, Is.EqualTo(17));
    }

    [Test]
    public async Task The_fixture_of_the_paper_has_its_scores()
    {
        // f = ReLU(ReLU(x₁) − 1 − ReLU(x₂)) at (3, 1).
        static bool On(double[] x) => Math.Max(0, x[0]) - 1 - Math.Max(0, x[1]) > 0;
        var f = new Function(
            2,
            x => Math.Max(0, Math.Max(0, x[0]) - 1 - Math.Max(0, x[1])),
            x => On(x) ? [x[0] > 0 ? 1 : 0, x[1] > 0 ? -1 : 0] : [0, 0]);
        double[] start = [0, 0];
        double[] end = [3, 1];

        var sum = await AdaptiveLine.IntegrateAsync(f, start, end, 1e-5, 5000, default);

        Assert.That(sum.Reached, Is.True);
        Assert.That(sum.Scores, Is.EqualTo(new[] { 1.5, -0.5 }).Within(1e-5));
    }

    [Test]
    public void Both_estimates_of_Gauss_and_Kronrod_are_as_exact_as_they_promise()
    {
        foreach (var (weights, degree) in (IEnumerable<(double[], int)>)[(GaussKronrod.Kronrod, 22), (GaussKronrod.Gauss, 13)])
        {
            for (int k = 0; k <= degree; k++)
            {
                double integral = GaussKronrod.Nodes.Zip(weights, (x, w) => w * Math.Pow(x, k)).Sum();
                Assert.That(integral, Is.EqualTo(1.0 / (k + 1)).Within(1e-15), $"x^{k}");
            }
        }

        Assert.That(GaussKronrod.Nodes, Has.Length.EqualTo(15).And.Ordered);
    }

    [Test]
    public void Weights_of_every_rule_sum_to_one_to_the_last_bits([Values(1, 2, 7, 16, 50, 300, 1000)] int points)
    {
        foreach (QuadratureMethod method in Enum.GetValues<QuadratureMethod>())
        {
            if (method != QuadratureMethod.Trapezoid || points > 1)
            {
                // Added up in decimals, so that no rounding of the sum hides or makes an error.
                decimal sum = Quadrature.Of(method, points).Weights.Sum(Exact);
                Assert.That((double)(sum - 1), Is.EqualTo(0).Within(1e-15), $"{method}");
            }
        }

        Assert.That(GaussKronrod.Kronrod.Sum(Exact), Is.EqualTo(1m).Within(1e-15m));
        Assert.That(GaussKronrod.Gauss.Sum(Exact), Is.EqualTo(1m).Within(1e-15m));
    }

    /// <summary>All 17 digits of a number; a cast would keep 15.</summary>
    private static decimal Exact(double number) =>
        decimal.Parse(number.ToString("E16", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static TestCaseData<Function> Case(string name, Func<double, double> f, Func<double, double> slope) =>
        new TestCaseData<Function>(Function.Of(f, slope)).SetArgDisplayNames(name);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Slope(double x) => Sigmoid(x) * (1 - Sigmoid(x));

    private static double Relative(PathSum sum)
    {
        double change = sum.ValueAtInput!.Value - sum.ValueAtBaseline!.Value;
        return Math.Abs((sum.Scores.Sum() - change) / change);
    }
}
