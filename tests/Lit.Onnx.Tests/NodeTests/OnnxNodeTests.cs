using NUnit.Framework;

namespace Lit.Onnx.NodeTests;

/// <summary>The standard's own tests of its operators: outputs of the lifted graph as recorded, gradients as differences of outputs.</summary>
public sealed class OnnxNodeTests
{
    private const string Random = "it draws random numbers";

    /// <summary>Cases that no run can agree with, and why.</summary>
    private static readonly Dictionary<string, string> Excluded = new(StringComparer.Ordinal)
    {
        ["test_bernoulli_double_expanded"] = Random,
        ["test_bernoulli_expanded"] = Random,
        ["test_bernoulli_seed_expanded"] = Random,
        ["test_training_dropout"] = Random,
        ["test_training_dropout_default"] = Random,
        ["test_training_dropout_default_mask"] = Random,
        ["test_training_dropout_mask"] = Random,
    };

    [TestCase("node", 430)]
    [TestCase("simple", 0)]
    [TestCase("pytorch-operator", 0)]
    [TestCase("pytorch-converted", 2)]
    public void Outputs_are_as_recorded_and_gradients_agree_with_differences(string kind, int atLeast)
    {
        var outcomes = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var wrong = new List<string>();
        int elements = 0;
        foreach (var one in NodeTestCase.All(kind))
        {
            var outcome = Excluded.TryGetValue(one.Name, out string? reason) ? new NodeTestOutcome(reason) : new NodeTestRun(one).Run();
            if (!outcomes.TryGetValue(outcome.What, out var names))
            {
                outcomes[outcome.What] = names = [];
            }

            names.Add(one.Name);
            elements += outcome.Elements;
            if (outcome.Problem is { } problem)
            {
                wrong.Add(problem);
            }
        }

        foreach (var (what, names) in outcomes)
        {
            TestContext.Out.WriteLine($"{names.Count,4} {what}{(what.StartsWith("compared", StringComparison.Ordinal) ? "" : $": {string.Join(' ', names)}")}");
        }

        TestContext.Out.WriteLine($"{elements} elements of gradients");
        int compared = outcomes.Where(o => o.Key.StartsWith("compared", StringComparison.Ordinal)).Sum(o => o.Value.Count);
        Assert.That(wrong, Is.Empty, string.Join("\n", wrong));
        Assert.That(compared, Is.GreaterThanOrEqualTo(atLeast));
    }
}
