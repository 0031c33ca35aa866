using Lit.Metrics;
using NUnit.Framework;

namespace Lit.PublicApi.Usage;

public sealed class NumbersTests
{
    [Test]
    public void A_unit_test_gets_its_number_from_two_arrays()
    {
        Assert.That(Classification.Accuracy([0, 1, 1, 0], [0, 1, 0, 0]), Is.EqualTo(0.75));
        Assert.That(BinaryScores.RocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), Is.EqualTo(0.75));
        Assert.That(Regression.RootMeanSquaredError([1, 2, 3], [1, 2, 5]), Is.EqualTo(Math.Sqrt(4 / 3.0)).Within(1e-12));
    }

    [Test]
    public void Two_arrays_of_different_lengths_are_refused() =>
        Assert.That(() => Classification.Accuracy([0, 1, 1], [0, 1]), Throws.ArgumentException);
}
