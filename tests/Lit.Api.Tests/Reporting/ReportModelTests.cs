using NUnit.Framework;

namespace Lit.Api.Reporting;

public sealed class ReportModelTests
{
    [TestCase(0, "0")]
    [TestCase(0.8734, "0.873")]
    [TestCase(200, "200")]
    [TestCase(12345678, "12,345,678")]
    [TestCase(123.456, "123.5")]
    [TestCase(0.0000321, "3.21E-5")]
    [TestCase(-1e12, "-1E+12")]
    [TestCase(double.NaN, "n/a")]
    [TestCase(double.NegativeInfinity, "-∞")]
    public void A_number_has_the_digits_that_its_size_asks_for(double value, string expected)
        => Assert.That(ReportNumber.Format(value), Is.EqualTo(expected));

    [Test]
    public void A_signed_number_shows_its_sign_unless_it_is_zero()
        => Assert.That(new[] { 0.5, -0.5, 0 }.Select(value => ReportNumber.Signed(value)), Is.EqualTo(
            new[] { "+0.500", "-0.500", "0" }));

    [Test]
    public void Blocks_compare_by_value()
    {
        Assert.That(Samples.Metrics, Is.EqualTo(Samples.Metrics));
        Assert.That(Samples.Salience, Is.EqualTo(Samples.Salience));
        Assert.That(Samples.Salience, Is.Not.EqualTo(Samples.Salience with { Signed = false }));
    }

    [Test]
    public void A_row_with_too_few_cells_is_refused()
        => Assert.That(
            () => new TableBlock(["a", "b"], [[1, 2], [3]]),
            Throws.ArgumentException.With.Message.StartsWith(
                "Expected 2 cells, one for each column; found 1 in row 1."));

    [Test]
    public void A_heat_map_of_another_size_is_refused()
        => Assert.That(
            () => new HeatMapBlock(["a"], ["b", "c"], [1]),
            Throws.ArgumentException.With.Message.StartsWith("Expected 1 × 2 numbers, found 1."));

    [TestCase(0, 1, 5, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [TestCase(-3, 17, 4, new[] { 0.0, 5, 10, 15 })]
    [TestCase(0.02, 0.05, 3, new[] { 0.02, 0.03, 0.04, 0.05 })]
    public void Ticks_are_round_numbers(double minimum, double maximum, int count, double[] expected)
        => Assert.That(new AxisRange(minimum, maximum).Ticks(count), Is.EqualTo(expected).Within(1e-9));

    [Test]
    public void Results_put_together_keep_their_order()
    {
        var report = Report.Of("all", new Report("a", [Samples.Metrics]), new Report("b", [Samples.Salience]));

        Assert.That(report.Blocks, Is.EqualTo(new ReportBlock[] { Samples.Metrics, Samples.Salience }));
    }
}
