using NUnit.Framework;

namespace Lit.Types.Forms;

/// <summary>
/// Types for parameters, against what LIT infers from signatures. Signatures are given here as .NET types: nothing is read from
/// constructors by reflection, so "not callable" and "no annotation" cannot be asked.
/// </summary>
public sealed class ParameterTypeTests
{
    [Test]
    public void Parameters_have_the_types_that_LIT_infers()
    {
        Assert.That(
            new Spec
            {
                ["a"] = ParameterType.Of("a", typeof(string)),
                ["b"] = ParameterType.Of("b", typeof(int), 3),
                ["c"] = ParameterType.Of("c", typeof(double), 1.5),
                ["d"] = ParameterType.Of("d", typeof(bool), true),
            },
            Is.EqualTo(Inferred("infer f1")));
        Assert.That(
            new Spec
            {
                ["a"] = ParameterType.Of("a", typeof(string), null),
                ["b"] = ParameterType.Of("b", typeof(int?), 4),
                ["c"] = ParameterType.Of("c", typeof(double), 2),
                ["d"] = ParameterType.Of("d", typeof(double?), null),
            },
            Is.EqualTo(Inferred("infer f2")));
        Assert.That(
            new Spec
            {
                ["x"] = ParameterType.Of("x", typeof(string), "s"),
                ["y"] = ParameterType.Of("y", typeof(long), 2L),
                ["z"] = ParameterType.Of("z", typeof(float), 2.5f),
                ["w"] = ParameterType.Of("w", typeof(bool), false),
                ["k"] = ParameterType.Of("k", typeof(string), "kw"),
            },
            Is.EqualTo(Inferred("infer f3")));
    }

    [Test]
    public void A_parameter_that_can_be_null_is_not_required_and_a_path_is_text()
    {
        Assert.That(ParameterType.Of("a", typeof(bool?)), Is.EqualTo(new BooleanLitType { Required = false }));
        Assert.That(
            ParameterType.Of("path", typeof(FileInfo), new FileInfo("data.csv")),
            Is.EqualTo(new StringLitType { Default = "data.csv", Required = false }));
    }

    [Test]
    public void A_parameter_of_another_type_is_refused_by_name()
    {
        Assert.That(
            () => ParameterType.Of("x", typeof(List<string>)),
            Throws.TypeOf<LitException>().With.Message.Contains("for the parameter x, found List`1"));
        Assert.That(() => ParameterType.Of("x", typeof(int), "three"), Throws.TypeOf<LitException>());
    }

    private static Spec Inferred(string name)
        => GoldenFile.Spec(GoldenFile.Load("spec_helpers").GetProperty("cases").EnumerateArray()
            .Single(item => GoldenFile.Name(item) == name).Expected());
}
