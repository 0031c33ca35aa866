using System.Text.Json;
using Lit.Api;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Salience;

/// <summary>The recorded answers of LIT 1.3 for integrated gradients, and right answers computed beside them.</summary>
internal sealed class IntegratedGradientsGoldenTests
{
    private static IEnumerable<TestCaseData<GoldenCase>> LitCases => Golden.Cases("lit/salience_ig.json");

    private static IEnumerable<TestCaseData<GoldenCase>> FullCases => Golden.Cases("lit/salience_ig_full.json");

    [TestCaseSource(nameof(LitCases))]
    public async Task The_LIT_compatible_scores_are_those_recorded(GoldenCase golden)
    {
        Model model = ToyModel.Load(golden.Input.GetProperty("model").GetString()!);
        var method = new IntegratedGradients();
        switch (golden.Name)
        {
            case "no target key":
                Assert.That(method.CheckCompatibility(model, golden.Inputs).ToString(), Is.EqualTo(
                    "token_grads: expected GradTargetFieldKey to name a field of the input, found no GradTargetFieldKey"));
                return;
            case "steps not a number":
                var error = await Assert.ThrowsAsync<LitException>(
                    async () => await method.RunAsync(model, golden.Inputs, Options("many")).CountAsync());
                Assert.That(error!.Message, Does.Contain("'Interpolation steps': expected a number, found 'many'"));
                return;
            case "one step":
                // LIT answers NaN: the mean over no interval.
                await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                    async () => await method.RunAsync(model, golden.Inputs, Config(golden)).CountAsync());
                return;
            case "zero steps":
                Assert.That(() => Config(golden), Throws.TypeOf<ArgumentOutOfRangeException>());
                return;
        }

        var results = await method.RunAsync(model, golden.Inputs, Config(golden)).ToListAsync();

        SalienceMaps.Check(golden, golden.Expected, results);
    }

    [TestCaseSource(nameof(FullCases))]
    public void The_core_gives_the_full_integral_in_double_precision(GoldenCase golden)
    {
        ToyModel model = ToyModel.Load(golden.Input.GetProperty("model").GetString()!);
        string? target = TargetOf(golden);
        double[][][] input = model.Embed(golden.Inputs[0]);
        double[] flat = [.. input.SelectMany(text => text).SelectMany(row => row)];
        double[] scores = new double[input.Sum(text => text.Length)];
        var rule = Quadrature.Trapezoid(golden.Input.GetProperty("steps").GetInt32());
        for (int i = 0; i < rule.Nodes.Count; i++)
        {
            double[] gradients = model.Differentiate(Scale(input, rule.Nodes[i]), target).Gradients;
            TokenScoring.AddDots<double>(gradients, flat, rule.Weights[i], scores);
        }

        double[] expected = Golden.Numbers(golden.Expected.GetProperty("attributions"));
        Assert.That(scores, Has.Length.EqualTo(expected.Length));
        for (int t = 0; t < scores.Length; t++)
        {
            golden.Check($"[{t}]", expected[t], scores[t]);
        }

        double gap = scores.Sum() - (model.Differentiate(input, target).Score - model.Differentiate(Scale(input, 0), target).Score);
        golden.Check("completeness", golden.Expected.GetProperty("completeness_gap").GetDouble(), gap);
    }

    [TestCaseSource(nameof(FullCases))]
    public async Task A_model_by_the_convention_gets_the_full_integral_in_single_precision(GoldenCase golden)
    {
        ToyModel model = ToyModel.Load(golden.Input.GetProperty("model").GetString()!);
        string? target = TargetOf(golden);
        var config = new IntegratedGradientsConfig
        {
            Method = QuadratureMethod.Trapezoid,
            InterpolationSteps = golden.Input.GetProperty("steps").GetInt32() + 1,
            ClassToExplain = model.Labels.Length > 0 ? target ?? "" : "",
            Normalize = false,
            Tolerance = null,
        };

        var result = await new IntegratedGradients().ExplainAsync(model, golden.Inputs[0], config);

        double[] expected = Golden.Numbers(golden.Expected.GetProperty("attributions"));
        double allowed = 2e-6 * expected.Max(Math.Abs);
        Assert.That(result.Texts.SelectMany(text => text.Tokens).Select(token => token.Score), Is.EqualTo(expected).Within(allowed));
        if (golden.Input.GetProperty("model").GetString() != "sent_logit")
        {
            Assert.That(
                result.ValueAtInput, Is.EqualTo(golden.Expected.GetProperty("f_at_input").GetDouble()).Within(1e-6));
            Assert.That(result.ValueAtBaseline, Is.EqualTo(golden.Expected.GetProperty("f_at_baseline").GetDouble()).Within(1e-6));
            Assert.That(result.CompletenessError, Is.EqualTo(golden.Expected.GetProperty("completeness_gap").GetDouble()).Within(1e-6));
        }
    }

    /// <summary>The label of the explained class; null where the model gives a number.</summary>
    private static string? TargetOf(GoldenCase golden)
        => golden.Input.GetProperty("target") is { ValueKind: JsonValueKind.String } label ? label.GetString() : null;

    private static IntegratedGradientsConfig Config(GoldenCase golden)
    {
        // What the constructor of this one case was given is recorded nowhere but in its scores.
        var config = golden.Name == "constructor options"
            ? new IntegratedGradientsConfig { ClassToExplain = "neg", InterpolationSteps = 12, Normalize = false }
            : new IntegratedGradientsConfig();
        return config with
        {
            LitCompatible = true,
            ClassToExplain = golden.Option("Class to explain")?.GetString() ?? config.ClassToExplain,
            Normalize = golden.Option("Normalize")?.GetBoolean() ?? config.Normalize,
            InterpolationSteps = golden.Option("Interpolation steps") is { } steps
                ? (int)Golden.Number(steps)
                : config.InterpolationSteps,
        };
    }

    private static Dictionary<string, object?> Options(string steps) => new()
    {
        ["Class to explain"] = "",
        ["Normalize"] = true,
        ["Interpolation steps"] = steps,
    };

    private static double[][][] Scale(double[][][] texts, double share)
        => [.. texts.Select(text => text.Select(row => row.Select(x => x * share).ToArray()).ToArray())];
}
