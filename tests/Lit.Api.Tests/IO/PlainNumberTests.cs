using System.Globalization;
using System.Text;
using FsCheck.Fluent;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Api.IO;

public sealed class PlainNumberTests
{
    [TestCase("0", 0)]
    [TestCase("-0", -0.0)]
    [TestCase("4.35", 4.35)]
    [TestCase(".5", 0.5)]
    [TestCase("5.", 5)]
    [TestCase("999999999999999", 999999999999999)]
    [TestCase("0.00000000000001", 1e-14)]
    public void Numbers_as_people_write_them_are_read(string text, double number)
    {
        Assert.That(PlainNumber.TryParse(Encoding.ASCII.GetBytes(text), out double value), Is.True);
        Assert.That(BitConverter.DoubleToInt64Bits(value), Is.EqualTo(BitConverter.DoubleToInt64Bits(number)));
    }

    [TestCase("")]
    [TestCase("-")]
    [TestCase(".")]
    [TestCase("1e3")]
    [TestCase("+1")]
    [TestCase("1.2.3")]
    [TestCase(" 1")]
    [TestCase("1234567890123456")]
    public void Others_are_left_alone(string text)
        => Assert.That(PlainNumber.TryParse(Encoding.ASCII.GetBytes(text), out _), Is.False);

    [Property(MaxTest = 2000)]
    public Property The_number_is_the_nearest_double() => Prop.ForAll(
        (from digits in Gen.Choose(0, 9).ArrayOf().Select(values => string.Concat(values.Take(15)))
         from point in Gen.Choose(0, 15)
         from sign in Gen.Elements("", "-")
         select sign + digits.Insert(Math.Min(point, digits.Length), ".")).ToArbitrary(),
        text => Assert.That(
            !PlainNumber.TryParse(Encoding.ASCII.GetBytes(text), out double value)
                || value.Equals(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
            Is.True));
}
