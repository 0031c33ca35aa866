using NUnit.Framework;

namespace Lit.Api;

/// <summary>The sequences are those of Python 3's <c>random.Random(seed)</c>.</summary>
public sealed class SeededRandomTests
{
    [Test]
    public void The_sequence_of_a_seed_never_changes()
    {
        var random = new SeededRandom(42);

        Assert.That(Enumerable.Range(0, 6).Select(_ => random.NextUInt32()), Is.EqualTo(
            new uint[] { 2746317213, 478163327, 107420369, 3184935163, 1181241943, 1051802512 }));
    }

    [TestCase(0L, 3626764237u)]
    [TestCase(-5L, 2675342405u)]
    [TestCase((1L << 40) + 3, 943978446u)]
    public void Any_seed_starts_as_in_Python(long seed, uint first)
        => Assert.That(new SeededRandom(seed).NextUInt32(), Is.EqualTo(first));

    [Test]
    public void The_least_seed_is_one_too() => Assert.That(() => new SeededRandom(long.MinValue).NextUInt32(), Throws.Nothing);

    [Test]
    public void Floats_have_53_random_bits()
    {
        var random = new SeededRandom(42);

        Assert.That(Enumerable.Range(0, 3).Select(_ => random.NextDouble()), Is.EqualTo(
            new[] { 0.6394267984578837, 0.025010755222666936, 0.27502931836911926 }));
    }

    [Test]
    public void Whole_numbers_below_a_limit_are_those_of_Python()
    {
        var random = new SeededRandom(7);

        Assert.That(Enumerable.Range(0, 12).Select(_ => random.Next(10)), Is.EqualTo(new[] { 5, 2, 6, 0, 1, 8, 1, 5, 9, 0, 8, 3 }));
    }

    [Test]
    public void A_shuffle_is_that_of_Python()
    {
        int[] items = [.. Enumerable.Range(0, 12)];

        new SeededRandom(3).Shuffle(items.AsSpan());

        Assert.That(items, Is.EqualTo(new[] { 1, 7, 10, 0, 6, 11, 4, 5, 2, 8, 9, 3 }));
    }

    [Test]
    public void Streams_of_one_seed_differ()
        => Assert.That(Enumerable.Range(0, 100).Select(i => new SeededRandom(1, i).NextUInt32()).Distinct().Count(), Is.EqualTo(100));

    [Test]
    public void Normal_numbers_have_mean_0_and_variance_1()
    {
        var random = new SeededRandom(1);
        double[] numbers = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextNormal())];

        Assert.That(numbers.Average(), Is.Zero.Within(0.03));
        Assert.That(numbers.Average(number => number * number), Is.EqualTo(1).Within(0.04));
    }
}
