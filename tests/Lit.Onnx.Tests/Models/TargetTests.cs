using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

/// <summary>What can be explained: formulas of outputs, tokens of a text, labels, a target for each example.</summary>
public sealed class TargetTests
{
    private static readonly float[] Penguin = [3600, 18.1f, 38.4f, 187, 0, 0, 1, 1, 0];

    [Test]
    public async Task A_formula_is_the_number_that_it_says_and_its_gradient_the_one_of_its_parts()
    {
        using OnnxModel model = await Penguins();
        InputGradient adelie = await Gradient(model, Target.Logit("0"));
        InputGradient gentoo = await Gradient(model, Target.Logit("2"));
        InputGradient probability = await Gradient(model, Target.Probability("1"));

        await Expect(Target.Expression(o => o["logits"]["0"] - (0.5 * o["logits"][2])), adelie.Value - (0.5 * gentoo.Value), [(1, adelie), (-0.5, gentoo)]);
        await Expect(Target.Expression(o => (o["logits"][0] * 3) + 1), (adelie.Value * 3) + 1, [(3, adelie)]);
        await Expect(Target.Expression(o => -o["logits"][ClassChoice.Predicted]), -adelie.Value, [(-1, adelie)]);
        await Expect(Target.Expression(o => o["logits"].Softmax()[1]), probability.Value, [(1, probability)]);
        await Expect(Target.Expression(o => o["logits"].LogSoftmax()[1].Exp()), probability.Value, [(1, probability)]);
        await Expect(Target.Expression(o => o["logits"].Slice(0, 0, 1).Sum()), adelie.Value, [(1, adelie)]);
        await Expect(Target.Expression(o => o["logits"].Slice(0, -1, 3).Mean()), gentoo.Value, [(1, gentoo)]);
        await Expect(Target.Expression(o => o["logits"].Max()), adelie.Value, [(1, adelie)]);
        await Expect(Target.Expression(o => (o["logits"][2] * o["logits"][2]).Log() / 2), Math.Log(Math.Abs(gentoo.Value)), [(1 / gentoo.Value, gentoo)]);
        await Expect(Target.Expression(o => 1 / o["logits"][0]), 1 / adelie.Value, [(-1 / (adelie.Value * adelie.Value), adelie)]);
        await Expect(Target.Expression(o => o["logits"].Slice(0, 2, 3).Norm() + o["logits"][2].Abs()), -2 * gentoo.Value, [(-2, gentoo)]);

        async Task Expect(Target target, double value, (double Weight, InputGradient Of)[] parts)
        {
            InputGradient found = await Gradient(model, target);
            float[] g = GoldenJson.Floats(found.Gradients);

            Assert.That(found.Value, Is.EqualTo(value).Within(1e-4 * Math.Max(1, Math.Abs(value))), target.ToString());
            for (int i = 0; i < g.Length; i++)
            {
                double expected = parts.Sum(part => part.Weight * GoldenJson.Floats(part.Of.Gradients)[i]);
                Assert.That(g[i], Is.EqualTo(expected).Within(1e-4 * Math.Max(1, Math.Abs(expected))), $"{target} at {i}");
            }
        }
    }

    [Test]
    public async Task A_formula_takes_inner_values_and_fields_and_goes_along_paths()
    {
        using OnnxModel model = await Penguins();
        Example row = Row(("weights", Tensor.Create<float>([.. Enumerable.Range(0, 16).Select(i => i / 8f)])), ("shift", 2.0));
        Target target = Target.Expression(o => (o["hidden"] * TargetExpression.Field("weights", 1)).Sum() - TargetExpression.Field("shift"));

        InputGradient gradient = await model.GradientsAsync([row], new GradientRequest { Target = target, Input = "hidden" }).FirstAsync();
        PathIntegral path = await model.IntegrateAsync([row, row], new PathRequest { Target = target, Rule = Rules.GaussLegendre(200) }).LastAsync();

        Assert.That(GoldenJson.Floats(gradient.Gradients), Is.EqualTo(Enumerable.Range(0, 16).Select(i => i / 8f)).Within(1e-6));
        Assert.That(gradient.Target.ToString(), Is.EqualTo("sum(hidden * 'weights'·) - 'shift'"));
        Assert.That(path.ValueAtInput, Is.EqualTo(gradient.Value).Within(1e-4));
        Assert.That(path.CompletenessError, Is.EqualTo(0).Within(0.02 * Math.Abs(path.ValueAtInput)));
    }

    [Test]
    public async Task A_squared_error_pulls_the_output_to_the_label()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("small", "regression.onnx"));
        string input = model.GradientInputs[0].Name;
        Example example = new([.. Inputs(model), new("label", 3.0)]);

        InputGradient plain = await model.GradientsAsync([example], new GradientRequest { Target = Target.Regression }).FirstAsync();
        InputGradient loss = await model.GradientsAsync(
            [example], new GradientRequest { Target = Target.SquaredError(plain.Target.Field, "label") }).FirstAsync();

        Assert.That(loss.Value, Is.EqualTo((plain.Value - 3) * (plain.Value - 3)).Within(1e-4));
        Assert.That(
            GoldenJson.Floats(loss.Gradients),
            Is.EqualTo(GoldenJson.Floats(plain.Gradients).Select(g => (float)(2 * (plain.Value - 3) * g))).Within(1e-3), input);
    }

    [Test]
    public async Task Each_example_can_have_a_target_of_its_own()
    {
        using OnnxModel model = await Penguins();
        Example[] rows = [Row(("ask", "a")), Row(("ask", "b")), Row(("ask", "a"))];
        Target target = Target.PerExample(example => example.Get<string>("ask") == "a" ? Target.Logit("1") : Target.Margin("0", "2"));

        InputGradient[] found = await model.GradientsAsync(rows, new GradientRequest { Target = target }).ToArrayAsync();
        PathIntegral[] paths = await model.IntegrateAsync(rows, new PathRequest { Target = target, Rule = Rules.GaussLegendre(4) }).ToArrayAsync();
        IGradientProbe probe = await model.ProbeAsync(rows[1], new GradientRequest { Target = target });

        Assert.That(found.Select(gradient => gradient.Target.ToString()), Is.EqualTo(["logit of 1", "margin of 0 over 2", "logit of 1"]));
        Assert.That(paths.Select(path => path.ValueAtInput), Is.EqualTo(found.Select(gradient => gradient.Value)).Within(1e-4));
        Assert.That(probe.Start.Value, Is.EqualTo(found[1].Value));
        Assert.That(model.CheckGradient(new GradientRequest { Target = target }).IsCompatible, Is.True);
        Assert.That(model.CheckGradient(new GradientRequest { Target = target, Input = "no" }).IsCompatible, Is.False);
    }

    [Test]
    public async Task Wrong_formulas_say_what_the_outputs_are()
    {
        using OnnxModel model = await Penguins();

        Check(Target.Expression(o => o["logit"][0]), "'logits' [batch, 3]", "did you mean 'logits'?");
        Check(Target.Expression(o => o["logits"]), "expected one number for each example", "[3]");
        Check(Target.Expression(o => o["logits"][3]), "expected a position below 3");
        Check(Target.Expression(o => o["logits"][0, 0]), "expected at least 2 dimensions");
        Check(Target.Expression(o => o["logits"].Sum(axis: 1)), "expected a dimension 1");
        Check(Target.Expression(o => 1.0), "expected a formula of the model's outputs");
        Check(Target.Continuation("ids"), "scores of tokens for each position", "'probas' (MulticlassPreds)");
        LitException error = (await Assert.ThrowsAsync<LitException>(async () => await Gradient(
            model, Target.Expression(o => o["logits"][0] - TargetExpression.Field("label")))))!;
        Assert.That(error.Message, Does.Contain("Expected field 'label' of the example to hold a number for the target; found nothing."));

        void Check(Target target, params string[] parts)
        {
            string text = model.CheckGradient(new GradientRequest { Target = target }).ToString();
            foreach (string part in parts)
            {
                Assert.That(text, Does.Contain(part), target.ToString());
            }
        }
    }

    [Test]
    public async Task Tokens_that_count_are_told_by_the_mask()
    {
        // Each position predicts with logits of its own: embeddings of three numbers for three tokens.
        using OnnxModel model = OnnxModel.Create(
            new SmallGraph()
                .Input("ids", OnnxElementType.Int64, "batch", "tokens")
                .Constant("table", [1, 0, 0, 0, 2, 0, 0, 0, 3], 3, 3)
                .Node("Gather", ["table", "ids"], "logits").Output("logits")
                .File(),
            _ => { });
        Example text = new([new("ids", Tensor.Create<float>([0, 1, 2, 1])), new("mask", Tensor.Create<float>([0, 1, 0, 1]))]);
        double first = Math.Log(1 / (Math.E + 2));
        double second = Math.Log(1 / (Math.Exp(3) + 2));

        Assert.That((await Ask(Target.Continuation("ids", "mask"))).Value, Is.EqualTo(first + second).Within(1e-5));
        Assert.That((await Ask(Target.Continuation("ids", "mask", position: 1))).Value, Is.EqualTo(second).Within(1e-5));
        Assert.That(
            (await Ask(Target.Continuation("ids"))).Value, Is.EqualTo(first + Math.Log(1 / (Math.Exp(2) + 2)) + second).Within(1e-5));
        Assert.That((await Ask(Target.Labels("ids", position: 0))).Value, Is.EqualTo(Math.Log(Math.E / (Math.E + 2))).Within(1e-5));
        Assert.That(
            (await Assert.ThrowsAsync<LitException>(async () => await Ask(Target.Continuation("ids", "mask", 2))))!.Message,
            Does.Contain("one of the 2 tokens that count in 'mask', from 0; found 2"));

        ValueTask<InputGradient> Ask(Target target) => model.GradientsAsync([text], new GradientRequest { Target = target }).FirstAsync();
    }

    private static IEnumerable<KeyValuePair<string, object?>> Inputs(OnnxModel model) => model.InputSpec.Select(field =>
        KeyValuePair.Create(field.Key, (object?)(field.Value is Scalar ? 1.5 : Tensor.Create<float>([1, 2, 3, 4]))));

    private static Example Row(params (string Name, object Value)[] more) => new(
        [new("features", Tensor.Create<float>(Penguin)), .. more.Select(field => KeyValuePair.Create(field.Name, (object?)field.Value))]);

    private static async Task<InputGradient> Gradient(OnnxModel model, Target target) =>
        await model.GradientsAsync([Row()], new GradientRequest { Target = target }).FirstAsync();

    private static Task<OnnxModel> Penguins() => OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));
}
