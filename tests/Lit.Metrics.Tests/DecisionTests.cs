using Lit.Metrics.Decisions;
using NUnit.Framework;

namespace Lit.Metrics;

public sealed class DecisionTests
{
    private static readonly double[][] Two = [[.6, .4], [.3, .7], [.8, .2], [.45, .55], [.5, .5], [.1, .9]];

    private static readonly double[][] Three =
        [[.5, .3, .2], [.2, .5, .3], [.1, .2, .7], [.4, .35, .25], [.3, .3, .4]];

    [TestCase(0, 0, new[] { 0, 1, 0, 1, 0, 1 })]
    [TestCase(0, -1, new[] { 1, 1, 0, 1, 1, 1 })]
    [TestCase(0, 1, new[] { 0, 0, 0, 0, 0, 1 })]
    [TestCase(1, 1, new[] { 1, 1, 0, 1, 1, 1 })]
    public void A_margin_makes_the_null_class_likelier(int nullIndex, double margin, int[] expected)
        => Assert.That(Two.Select(row => Decision.WithMargin(row, nullIndex, margin)), Is.EqualTo(expected));

    [TestCase(0, new[] { 0, 1, 2, 0, 2 })]
    [TestCase(-0.5, new[] { 0, 1, 2, 1, 2 })]
    [TestCase(0.8, new[] { 0, 1, 2, 0, 0 })]
    public void A_margin_works_among_three_classes(double margin, int[] expected)
        => Assert.That(Three.Select(row => Decision.WithMargin(row, 0, margin)), Is.EqualTo(expected));

    [Test]
    public void At_equality_the_lower_class_wins()
    {
        Assert.That(Decision.Largest([0.5, 0.5]), Is.Zero);
        Assert.That(Decision.WithMargin([0.5, 0.5, 0], nullIndex: 1, margin: 0), Is.Zero);
    }

    [Test]
    public void Not_a_number_never_wins_over_a_number()
    {
        Assert.That(Decision.Largest([double.NaN, 0.1, 0.2]), Is.EqualTo(2));
        Assert.That(Decision.WithMargin([double.NaN, 0.1], nullIndex: 0, margin: 3), Is.EqualTo(1));
    }

    [Test]
    public void Among_logits_the_margin_is_added_to_the_score()
        => Assert.That(Decision.WithMargin([-1, 0.5], nullIndex: 0, margin: 2), Is.Zero);

    [TestCase(0.01, -4.59511985013459)]
    [TestCase(0.5, 0)]
    [TestCase(0.71, 0.8953840470548413)]
    [TestCase(0.86, 1.815289966638249)]
    [TestCase(0, -5)]
    [TestCase(1, 5)]
    public void A_threshold_is_a_margin(double threshold, double margin)
        => Assert.That(Decision.MarginOf(threshold), Is.EqualTo(margin).Within(1e-12));

    [TestCase(new[] { .2, .8 }, new[] { .3, .7 }, 0.00670178182226764)]
    [TestCase(new[] { 2.0, 8 }, new[] { .3, .7 }, 0.00670178182226764)]
    [TestCase(new[] { .5, .5 }, new[] { .9, .1 }, 0.10174922507919676)]
    [TestCase(new[] { .1, .2, .7 }, new[] { .3, .3, .4 }, 0.051912259238103414)]
    [TestCase(new[] { 1.0, 0, 0 }, new[] { 0, .5, .5 }, 0.693147180559945)]
    [TestCase(new[] { .3, .3, .4 }, new[] { .3, .3, .4 }, 0)]
    [TestCase(new[] { 0.0, 0 }, new[] { .5, .5 }, double.NaN)]
    public void Distributions_are_this_far_apart(double[] p, double[] q, double expected)
        => Assert.That(Divergence.JensenShannon(p, q), Is.EqualTo(expected).Within(1e-14));
}
