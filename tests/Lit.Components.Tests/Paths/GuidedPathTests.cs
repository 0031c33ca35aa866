using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Paths;

internal sealed class GuidedPathTests
{
    private static readonly double[] Start = [0, 0];
    private static readonly double[] End = [3, 3];

    [TestCase(0.1, 0.0)]
    [TestCase(1.0, 0.5)]
    public async Task Without_freedom_the_path_is_straight(double fraction, double maxDistance)
    {
        var sum = await Guided(fraction, maxDistance);

        Assert.That(sum.Scores, Is.EqualTo(new[] { 54.0, 27 }).Within(1).Percent);
    }

    [Test]
    public async Task Without_a_bound_the_number_of_the_smaller_gradient_goes_first()
    {
        var sum = await Guided(0.1, 1);

        Assert.That(sum.Scores, Is.EqualTo(new[] { 72.0, 9 }).Within(1).Percent);
    }

    [Test]
    public async Task A_bound_lies_between_and_keeps_completeness()
    {
        var sum = await Guided(0.1, 0.2);

        Assert.That(sum.Scores[0], Is.InRange(55, 71));
        Assert.That(sum.Scores.Sum(), Is.EqualTo(81).Within(0.1));
        Assert.That(sum.ValueAtInput - sum.ValueAtBaseline, Is.EqualTo(81));
    }

    [TestCase(5, 0.1, new[] { 0.845, -1.1675, 1.1, 0.785 })]
    [TestCase(10, 0.1, new[] { 0.91125, -1.361875, 1.34, 0.86 })]
    [TestCase(10, 1, new[] { 0.685, -1.175, 0.87, 0.335 })]
    [TestCase(10, 0, new[] { 1, -1.4, 1.5, 0.875 })]
    public async Task Scores_are_those_of_the_reference(int steps, double maxDistance, double[] expected)
    {
        double[] a = [1, -0.5, 2, 3];
        double[] b = [0.1, 0.2, 0.3, 0.4];
        var f = Function.OfGradient(4, x => [.. x.Select((v, i) => (2 * a[i] * v) + b[i])]);
        double[] input = [1, 2, -1, 0.5];

        var sum = await GuidedWalk.IntegrateAsync(f, new double[4], input, steps, 0.25, maxDistance, default);

        Assert.That(sum.Scores, Is.EqualTo(expected).Within(1e-9));
    }

    [Test]
    public async Task An_input_that_is_its_baseline_has_no_scores()
    {
        var f = Function.OfGradient(2, _ => [1, 1]);

        var sum = await GuidedWalk.IntegrateAsync(f, End, End, 10, 0.25, 0.1, default);

        Assert.That(sum.Scores, Is.EqualTo(new double[2]));
    }

    [Test]
    public async Task A_gradient_that_is_no_number_is_an_error()
    {
        var f = Function.OfGradient(2, _ => [1, double.NaN]);

        var error = await Assert.ThrowsAsync<LitException>(
            async () => await GuidedWalk.IntegrateAsync(f, Start, End, 10, 0.25, 0.1, default));

        Assert.That(error!.Message, Does.Contain("found NaN at step 1 of 10"));
    }

    [Test]
    public void The_smallest_numbers_are_found_without_sorting([Values(1, 2, 16, 17, 100, 1001)] int count)
    {
        var random = new Api.SeededRandom(count);
        double[] numbers = [.. Enumerable.Range(0, count).Select(_ => Math.Floor(random.NextDouble() * 20))];
        if (count > 2)
        {
            numbers[1] = double.PositiveInfinity;
        }

        double[] sorted = [.. numbers.Order()];
        foreach (int rank in (int[])[0, count / 4, count / 2, count - 1])
        {
            Assert.That(Selection.Smallest(numbers.ToArray(), rank), Is.EqualTo(sorted[rank]));
        }
    }

    /// <summary>f = (2x₁ + x₂)².</summary>
    private static ValueTask<PathSum> Guided(double fraction, double maxDistance)
    {
        var f = new Function(
            2,
            x => Math.Pow((2 * x[0]) + x[1], 2),
            x => [(8 * x[0]) + (4 * x[1]), (4 * x[0]) + (2 * x[1])]);
        return GuidedWalk.IntegrateAsync(f, Start, End, 1000, fraction, maxDistance, default);
    }
}
