using NUnit.Framework;

namespace Lit.Onnx.Autodiff;

/// <summary>Every rule against central differences of the operator that it differentiates.</summary>
public sealed class OperatorGradientTests
{
    [TestCaseSource(nameof(Names))]
    public void A_rule_agrees_with_central_differences(string name)
    {
        var one = OperatorCases.All.Single(c => c.ToString() == name);
        double tolerance = one.Single ? 2e-2 : 1e-6;

        Assert.Multiple(() =>
        {
            Assert.That(one.Error(fixedShapes: true, seed: 1), Is.LessThan(tolerance), "sizes in the file");
            Assert.That(one.Error(fixedShapes: false, seed: 2), Is.LessThan(tolerance), "sizes at run time");
        });
    }

    [Test]
    public void Every_rule_has_a_case()
    {
        string[] tested = [.. OperatorCases.All.Select(c => c.Domain.Length == 0 ? c.Operator : $"{c.Domain}:{c.Operator}")];
        string[] withoutKernel = ["CastLike", "Swish"];

        Assert.That(GradientRules.Default.Operators.Except(tested).Except(withoutKernel), Is.Empty);
    }

    private static IEnumerable<string> Names() => OperatorCases.All.Select(c => c.ToString());
}
