using FsCheck.Fluent;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Onnx.Shapes;

/// <summary>What <see cref="SymbolicInteger"/> knows to be equal.</summary>
public sealed class SymbolicIntegerTests
{
    private static readonly SymbolicInteger B = SymbolicInteger.Named("batch");
    private static readonly SymbolicInteger T = SymbolicInteger.Named("tokens");

    [Property]
    public Property Sums_and_products_of_numbers_are_numbers() => Prop.ForAll(
        Gen.Choose(-1000, 1000).Two().ToArbitrary(),
        p => ((SymbolicInteger)p.Item1 + p.Item2).Constant == p.Item1 + p.Item2
            && ((SymbolicInteger)p.Item1 * p.Item2).Constant == p.Item1 * p.Item2
            && ((SymbolicInteger)p.Item1 - p.Item2).Constant == p.Item1 - p.Item2);

    [Property]
    public Property A_product_of_sizes_divides_back() => Prop.ForAll(
        Gen.Choose(1, 50).Two().ToArbitrary(),
        p => SymbolicInteger.Exact(B * T * p.Item1 * p.Item2, T * p.Item1)!.Equals(B * p.Item2));

    [Test]
    public void Order_and_grouping_do_not_matter()
    {
        Assert.That((B + 1) * (T + 2), Is.EqualTo((T * B) + (2 * B) + T + 2));
        Assert.That(B - B, Is.EqualTo((SymbolicInteger)0));
        Assert.That((T + 1 - T).IsOne);
    }

    [Test]
    public void What_need_not_be_equal_is_not_said_to_be()
    {
        Assert.That(B, Is.Not.EqualTo(T));
        Assert.That(SymbolicInteger.Exact(B, T), Is.Null);
        Assert.That(SymbolicInteger.Divide(B, 2), Is.EqualTo(SymbolicInteger.Divide(B, 2)));
        Assert.That(SymbolicInteger.Divide(B, 2), Is.Not.EqualTo(SymbolicInteger.Divide(B, 3)));
        Assert.That(SymbolicInteger.Min(B, B + 1), Is.EqualTo(B));
        Assert.That(SymbolicInteger.Max(B, T), Is.Not.EqualTo(B));
    }
}
