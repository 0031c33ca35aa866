using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Runtime;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

public sealed class OnnxModelGradientTests
{
    [Test]
    public async Task Token_embeddings_come_first_where_gradients_can_be_taken()
    {
        using TextClassifier reviews = await Reviews();
        using OnnxModel penguins = await Penguins();

        Assert.That(reviews.GradientInputs[0].Kind, Is.EqualTo(GradientInputKind.TokenEmbeddings));
        Assert.That(reviews.GradientInputs[0].Field, Is.EqualTo("text"));
        Assert.That(penguins.GradientInputs, Is.EqualTo([new GradientInput("features", GradientInputKind.Values, "features")]));
    }

    [TestCase("logit_predicted")]
    [TestCase("logit_other")]
    [TestCase("probability_predicted")]
    public async Task Gradients_of_texts_equal_those_of_the_reference(string name)
    {
        using TextClassifier model = await Reviews();
        JsonElement[] cases = [.. GoldenJson.Load("Attribution", "text-gradients.json").Cases().Where(golden => golden.At("expected").TryGetProperty(name, out _))];
        Assert.That(cases, Has.Length.GreaterThan(5));

        foreach (var group in cases.GroupBy(golden => golden.At("expected", name, "target").GetInt32()))
        {
            JsonElement[] members = [.. group];
            InputGradient[] gradients = await ToArray(model.GradientsAsync(members.Select(Text), new GradientRequest { Target = TargetOf(name, group.Key) }));

            Assert.That(gradients, Has.Length.EqualTo(members.Length));
            for (int i = 0; i < members.Length; i++)
            {
                JsonElement expected = members[i].At("expected", name);
                Assert.That(gradients[i].Text!.Tokens.Select(token => token.Text), Is.EqualTo(members[i].At("input", "tokens").Texts()));
                AssertClose(Norms(gradients[i].Gradients), expected.At("grad_l2").Floats(), 1e-4, $"{members[i].Name()} norm");
                AssertClose(Dots(gradients[i]), expected.At("grad_dot_input").Floats(), 1e-4, $"{members[i].Name()} dot");
            }
        }
    }

    [Test]
    public async Task The_whole_gradient_of_a_text_equals_the_recorded_one()
    {
        using TextClassifier model = await Reviews();
        JsonElement golden = GoldenJson.Load("Attribution", "text-gradients.json").Cases().First();
        JsonProperty full = golden.At("expected", "logit_predicted").EnumerateObject()
            .First(property => property.Value.ValueKind == JsonValueKind.Array
                && property.Value.GetArrayLength() > 0 && property.Value[0].ValueKind == JsonValueKind.Array);

        InputGradient gradient = (await ToArray(model.GradientsAsync([Text(golden)], new GradientRequest())))[0];

        AssertClose(GoldenJson.Floats(gradient.Gradients), full.Value.Floats(), 1e-4, full.Name);
        Assert.That(gradient.Value, Is.EqualTo(golden.At("expected", "logits").Floats().Max()).Within(1e-5));
        Assert.That(gradient.Target.ToString(), Does.StartWith("logit of "));
    }

    [Test]
    public async Task Path_integrals_of_texts_equal_those_of_the_reference()
    {
        using TextClassifier model = await Reviews();
        int compared = 0;
        foreach (JsonElement golden in GoldenJson.Load("Attribution", "text-gradients.json").Cases().Take(8))
        {
            foreach (string name in (string[])["logit_predicted", "logit_other", "probability_predicted"])
            {
                if (!golden.At("expected").TryGetProperty(name, out JsonElement target))
                {
                    continue;
                }

                foreach (JsonProperty integral in target.EnumerateObject().Where(property => property.Name.StartsWith("ig/", StringComparison.Ordinal)))
                {
                    string[] parts = integral.Name.Split('/');
                    PathIntegral found = (await ToArray(model.IntegrateAsync([Text(golden)], new PathRequest
                    {
                        Target = TargetOf(name, target.At("target").GetInt32()),
                        Rule = Rules.Of(parts[2], int.Parse(parts[3], null)),
                        Baseline = parts[1] switch
                        {
                            "zero_embedding" => Baseline.Zero,
                            "pad_tokens_specials_kept" => Baseline.Padding,
                            _ => Baseline.Token("[MASK]"),
                        },
                    })))[0];

                    AssertClose(
                        GoldenJson.Floats(found.Attributions), integral.Value.At("tokens").Floats(), 1e-3, $"{golden.Name()} {name} {integral.Name}");
                    Assert.That(
                        found.CompletenessError,
                        Is.EqualTo(integral.Value.At("delta").GetDouble()).Within(5e-5),
                        $"{golden.Name()} {name} {integral.Name}");
                    compared++;
                }
            }
        }

        Assert.That(compared, Is.GreaterThan(50));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(100)]
    public async Task Batches_padding_and_chunks_of_the_path_change_no_attribution(int maxRows)
    {
        using TextClassifier model = await Reviews();
        string[] texts = ["good", "a warm and funny story .", "", "i was bored within ten minutes , and then it went on for two hours more", "bad"];
        var request = new PathRequest { Rule = Rules.GaussLegendre(6), MaxRows = maxRows };

        PathIntegral[] together = await ToArray(model.IntegrateAsync(texts.Select(Text), request));

        for (int i = 0; i < texts.Length; i++)
        {
            PathIntegral alone = (await ToArray(model.IntegrateAsync([Text(texts[i])], request with { MaxRows = null })))[0];
            AssertClose(GoldenJson.Floats(together[i].Attributions), GoldenJson.Floats(alone.Attributions), 1e-5, texts[i]);
            Assert.That(together[i].ValueAtInput, Is.EqualTo(alone.ValueAtInput).Within(1e-5));
            Assert.That(together[i].ValueAtBaseline, Is.EqualTo(alone.ValueAtBaseline).Within(1e-5));
        }
    }

    [Test]
    public async Task Gradients_and_path_integrals_of_numbers_equal_those_of_the_reference()
    {
        using OnnxModel model = await Penguins();
        JsonElement golden = GoldenJson.Load("Attribution", "penguins-attribution.json");
        Tensor<float> mean = Vector(golden.At("how", "baselines", "training_mean").Floats());
        foreach (JsonElement penguin in golden.Cases())
        {
            Example example = new([new("features", Vector(penguin.At("input", "features").Floats()))]);
            foreach (string name in (string[])["logit_predicted", "logit_other", "probability_predicted"])
            {
                JsonElement expected = penguin.At("expected", "deterministic", name);
                Target target = TargetOf(name, expected.At("target").GetInt32());
                InputGradient gradient = (await ToArray(model.GradientsAsync([example], new GradientRequest { Target = target })))[0];
                AssertClose(GoldenJson.Floats(gradient.Gradients), expected.At("gradient").Floats(), 1e-4, penguin.Name(), 1e-6);
                foreach (string rule in (string[])["gausslegendre/50", "riemann_middle/10"])
                {
                    foreach (string start in (string[])["zeros", "training_mean"])
                    {
                        string[] parts = rule.Split('/');
                        PathIntegral integral = (await ToArray(model.IntegrateAsync([example], new PathRequest
                        {
                            Target = target,
                            Rule = Rules.Of(parts[0], int.Parse(parts[1], null)),
                            Baseline = start == "zeros" ? Baseline.Zero : Baseline.Constant(mean),
                        })))[0];
                        JsonElement recorded = expected.At($"ig/{start}/{rule}");
                        JsonElement values = recorded.EnumerateObject().First(property => property.Value.ValueKind == JsonValueKind.Array).Value;
                        AssertClose(GoldenJson.Floats(integral.Attributions), values.Floats(), 1e-3, $"{penguin.Name()} {name} {start} {rule}", 1e-4);
                    }
                }
            }
        }
    }

    [Test]
    public async Task An_example_can_be_the_start_of_the_path()
    {
        using OnnxModel model = await Penguins();
        Example[] penguins =
        [
            .. GoldenJson.Load("Attribution", "penguins-attribution.json").Cases().Take(2)
                .Select(golden => new Example([new("features", Vector(golden.At("input", "features").Floats()))])),
        ];

        PathIntegral[] integrals = await ToArray(model.IntegrateAsync(
            penguins, new PathRequest { Rule = Rules.GaussLegendre(50), Baseline = Baseline.Of(penguins[0]), Target = Target.Logit(0) }));

        Assert.That(GoldenJson.Floats(integrals[0].Attributions), Is.All.EqualTo(0).Within(1e-6));
        Assert.That(integrals[1].ValueAtBaseline, Is.EqualTo(integrals[0].ValueAtInput).Within(1e-4));
        Assert.That(integrals[1].CompletenessError, Is.EqualTo(0).Within(0.02 * Math.Abs(integrals[1].Total)));
    }

    [Test]
    public async Task A_target_that_the_model_does_not_have_is_refused_with_the_reason()
    {
        using OnnxModel model = await Penguins();

        Assert.That(model.CheckGradient(new GradientRequest { Target = Target.Regression }).ToString(), Is.EqualTo(
            "output: expected a field with one number, found only 'logits' (Embeddings) of float32 [batch, 3], "
            + "'probas' (MulticlassPreds) of float32 [batch, 3], 'hidden' (Embeddings) of float32 [batch, 16]"));
        Assert.That(
            () => model.GradientsAsync([], new GradientRequest { Target = Target.Regression }),
            Throws.TypeOf<LitException>().With.Message.Contain("penguins").Or.Message.Contain("model.onnx"));
        Assert.That(model.CheckGradient(new GradientRequest { Input = "nowhere" }).ToString(), Does.Contain("'nowhere'"));
        Assert.That(model.CheckGradient(new GradientRequest()).IsCompatible, Is.True);
    }

    [Test]
    public async Task A_class_that_the_model_does_not_have_is_refused()
    {
        using OnnxModel model = await Penguins();
        Example example = new([new("features", Vector(new float[9]))]);

        var error = await Assert.ThrowsAsync<LitException>(
            () => ToArray(model.GradientsAsync([example], new GradientRequest { Target = Target.Logit("dodo") })));

        Assert.That(error!.Message, Does.Contain("'dodo'"));
    }

    [Test]
    public async Task A_model_of_trees_says_which_operator_has_no_gradient()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("zoo", "sklearn-forest", "model.onnx"));

        Compatibility answer = model.CheckGradient(new GradientRequest());

        Assert.That(answer.IsCompatible, Is.False);
        Assert.That(answer.ToString(), Does.Contain("TreeEnsembleClassifier"));
    }

    [Test]
    public async Task A_margin_is_the_difference_of_two_logits()
    {
        using TextClassifier model = await Reviews();
        Example[] texts = [Text("a warm and funny story .")];

        InputGradient margin = (await ToArray(model.GradientsAsync(texts, new GradientRequest { Target = Target.Margin("positive", "negative") })))[0];
        InputGradient positive = (await ToArray(model.GradientsAsync(texts, new GradientRequest { Target = Target.Logit("positive") })))[0];
        InputGradient negative = (await ToArray(model.GradientsAsync(texts, new GradientRequest { Target = Target.Logit("negative") })))[0];

        Assert.That(margin.Value, Is.EqualTo(positive.Value - negative.Value).Within(1e-5));
        AssertClose(
            GoldenJson.Floats(margin.Gradients),
            [.. GoldenJson.Floats(positive.Gradients).Zip(GoldenJson.Floats(negative.Gradients), (a, b) => a - b)],
            1e-4,
            "margin");
    }

    [Test]
    public async Task A_text_that_is_too_long_tells_where_the_model_stopped_reading()
    {
        using TextClassifier model = await Reviews();
        string text = string.Concat(Enumerable.Repeat("funny ", 80));

        InputGradient gradient = (await ToArray(model.GradientsAsync([Text(text)], new GradientRequest())))[0];

        Assert.That(gradient.Text!.IsTruncated, Is.True);
        Assert.That(text[..gradient.Text.TruncatedAt!.Value].Trim().Split(' '), Has.Length.EqualTo(62));
        Assert.That(gradient.Gradients.Lengths[0], Is.EqualTo((nint)64));
    }

    [Test]
    public async Task Minilm_gives_the_gradients_and_path_integrals_of_the_reference()
    {
        using TextClassifier model = await TextClassifier.LoadAsync(
            TestFiles.Shared("models", "minilm-sentiment", "model.onnx"),
            TestFiles.Shared("models", "minilm-sentiment", "tokenizer.json"),
            ["negative", "positive"],
            new TextClassifierOptions { Runtime = new OnnxOptions { Threads = 2 } });
        JsonElement[] cases =
        [
            .. GoldenJson.Load("Attribution", "minilm-forward.json").Cases()
                .Where(golden => golden.At("expected").TryGetProperty("gradient_logit_predicted", out _)),
        ];

        InputGradient[] gradients = await ToArray(model.GradientsAsync(cases.Select(Text), new GradientRequest()));

        Assert.That(cases, Is.Not.Empty);
        for (int i = 0; i < cases.Length; i++)
        {
            JsonElement expected = cases[i].At("expected");
            AssertClose(Norms(gradients[i].Gradients), expected.At("gradient_logit_predicted", "grad_l2").Floats(), 1e-4, cases[i].Name());
            AssertClose(Dots(gradients[i]), expected.At("gradient_logit_predicted", "grad_dot_input").Floats(), 1e-4, cases[i].Name(), 1e-5);
            foreach (JsonProperty property in expected.EnumerateObject().Where(property => property.Name.StartsWith("ig_", StringComparison.Ordinal)))
            {
                string[] parts = property.Name.Split('/');
                PathIntegral integral = (await ToArray(model.IntegrateAsync(
                    [Text(cases[i])], new PathRequest { Rule = Rules.Of(parts[2], int.Parse(parts[3], null)) })))[0];
                AssertClose(GoldenJson.Floats(integral.Attributions), property.Value.At("tokens").Floats(), 1e-3, cases[i].Name(), 1e-4);
            }
        }
    }

    private static Task<TextClassifier> Reviews() => TextClassifier.LoadAsync(
        TestFiles.Model("review-sentiment", "model.onnx"),
        TestFiles.Model("review-sentiment", "tokenizer.json"),
        ["negative", "positive"],
        new TextClassifierOptions { Runtime = new OnnxOptions { Threads = 2 } });

    private static Task<OnnxModel> Penguins() => OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));

    private static Example Text(JsonElement golden) => Text(golden.At("input", "text").GetString()!);

    private static Example Text(string text) => new([new("text", text)]);

    private static Tensor<float> Vector(float[] numbers) => Tensor.Create(numbers, [numbers.Length]);

    private static Target TargetOf(string name, int index) =>
        name.StartsWith("probability", StringComparison.Ordinal) ? Target.Probability(index) : Target.Logit(index);

    private static float[] Norms(Tensor<float> gradients) =>
        [.. Rows(gradients).Select(row => (float)Math.Sqrt(row.Sum(number => (double)number * number)))];

    private static float[] Dots(InputGradient gradient) =>
        [.. Rows(gradient.Gradients).Zip(Rows(gradient.Values), (g, x) => (float)g.Zip(x, (a, b) => (double)a * b).Sum())];

    private static float[][] Rows(Tensor<float> matrix) => [.. GoldenJson.Floats(matrix).Chunk((int)matrix.Lengths[1])];

    private static void AssertClose(float[] found, float[] expected, double relative, string message, double absolute = 1e-6) =>
        Assert.That(
            found, Is.EqualTo(expected).Within(Math.Max(absolute, relative * expected.Max(number => Math.Abs((double)number)))), message);

    private static async Task<T[]> ToArray<T>(IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        await foreach (T item in items)
        {
            list.Add(item);
        }

        return [.. list];
    }
}
