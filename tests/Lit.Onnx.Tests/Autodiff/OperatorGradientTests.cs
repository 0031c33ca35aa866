using NUnit.Framework;

namespace Lit.Onnx.Autodiff;

/// <summary>Every rule against central differences of the operator that it differentiates.</summary>
public sealed class OperatorGradientTests
{
    [TestCaseSource(nameof(Names))]
    public void A_rule_agrees_with_central_differences(string name)
    {
        var one = OperatorCases.All.Single(c => c.ToString() == name);
        double tolerance = one.Single ? 1e-3 : 1e-7;
        var (fixedSizes, freeSizes) = (one.Error(fixedShapes: true, seed: 1), one.Error(fixedShapes: one.NeedsSizes, seed: 2));

        Assert.Multiple(() =>
        {
            Assert.That(fixedSizes.Gradient, Is.LessThan(tolerance), "sizes in the file");
            Assert.That(freeSizes.Gradient, Is.LessThan(tolerance), "sizes at run time");
            Assert.That(Math.Max(fixedSizes.Forward, freeSizes.Forward), Is.LessThan(one.ForwardTolerance), "values of the program");
        });
    }

    [Test]
    public void Every_rule_has_a_case()
    {
        string[] tested = [.. OperatorCases.All.Select(c => c.Domain.Length == 0 ? c.Operator : $"{c.Domain}:{c.Operator}")];
        string[] ofTheirOwn = ["If", "Loop", "Scan", "LSTM", "GRU", "RNN", .. QuantizedRuleTests.Operators];

        Assert.That(GradientRules.Default.Operators.Except(tested).Except(ofTheirOwn), Is.Empty);
    }

    private static IEnumerable<string> Names() => OperatorCases.All.Select(c => c.ToString());
}
