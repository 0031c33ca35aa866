using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

public sealed class InnerValueTests
{
    [Test]
    public async Task A_model_lists_its_inner_values_with_operator_and_shape()
    {
        using OnnxModel images = await OnnxModel.LoadAsync(TestFiles.Model("fashion-cnn", "model.onnx"));
        using TextClassifier reviews = await Reviews();

        Assert.That(images.InnerValues.Select(value => value.ToString()), Has.Member("conv3_activation: Relu [batch, 48, 7, 7]"));
        Assert.That(images.FeatureMap, Is.EqualTo("conv3_activation"));
        Assert.That(reviews.InnerValues.Single(value => value.Name == "last_hidden_state").Operator, Is.EqualTo("LayerNormalization"));
        Assert.That(reviews.InnerValues.Select(value => value.Name), Has.Member("word_embeddings").And.No.Member("word.weight"));
        Assert.That(reviews.FeatureMap, Is.Null);
    }

    [TestCase("hiden", "found 'hiden'; did you mean 'hidden'?")]
    [TestCase("HIDDEN", "did you mean 'hidden'?")]
    [TestCase("nothing like it", "such as 'features'")]
    [TestCase("features, hidden", "'hidden' is computed from another of them: name one at a time")]
    [TestCase("probas", "does not depend on 'probas', which lies behind it or beside it")]
    public async Task A_name_that_is_no_value_to_differentiate_by_is_explained(string name, string expected)
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));

        Compatibility fits = model.CheckGradient(new GradientRequest { Input = name });

        Assert.That(fits.ToString(), Does.Contain(expected));
    }

    [Test]
    public async Task Whole_numbers_and_constants_have_no_gradient_and_the_error_says_so()
    {
        using TextClassifier reviews = await Reviews();

        Assert.That(
            reviews.CheckGradient(new GradientRequest { Input = "word.weight" }).ToString(), Does.Contain("is a constant of the model"));
        Assert.That(
            reviews.CheckGradient(new GradientRequest { Input = "attention_mask" }).ToString(),
            Does.Contain("'attention_mask' holds Int64").And.Contain("'word_embeddings'"));
        Assert.That(reviews.CheckGradient(new GradientRequest { Input = "input_ids" }).IsCompatible, Is.True, "its embeddings");
    }

    [Test]
    public async Task Numbers_of_tokens_inside_a_model_are_cut_to_the_text()
    {
        using TextClassifier reviews = await Reviews();
        Example[] texts = [Text("Good."), Text("A long and warm film with a lot to say about us all.")];

        InputGradient[] together = await reviews.GradientsAsync(texts, new GradientRequest { Input = "last_hidden_state" }).ToArrayAsync();
        InputGradient alone = await reviews.GradientsAsync([texts[0]], new GradientRequest { Input = "last_hidden_state" }).FirstAsync();

        Assert.That(together[0].Input.IsPerToken, Is.True);
        Assert.That(together[0].Gradients.Lengths[0], Is.EqualTo((nint)together[0].Text!.Tokens.Count));
        Assert.That(GoldenJson.Floats(together[0].Gradients), Is.EqualTo(GoldenJson.Floats(alone.Gradients)).Within(1e-5));
    }

    [Test]
    public async Task A_path_with_a_layer_is_refused()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));

        Assert.That(
            model.CheckGradient(new PathRequest { Rule = Rules.GaussLegendre(2), Layer = "hidden" }).ToString(), Does.Contain("no layer"));
    }

    [Test]
    public async Task A_probe_with_a_layer_moves_the_input_and_differentiates_by_the_layer()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));
        float[] row = [3600, 18.1f, 38.4f, 187, 0, 0, 1, 1, 0];
        float[] other = [4200, 17, 44, 200, 1, 0, 0, 0, 1];

        IGradientProbe probe = await model.ProbeAsync(Row(row), new GradientRequest { Layer = "hidden", Target = Target.Logit(0) });
        PointGradients found = await probe.EvaluateAsync((float[])[.. row, .. other], default);
        InputGradient there = await model.GradientsAsync([Row(other)], new GradientRequest { Input = "hidden", Target = Target.Logit(0) }).FirstAsync();

        Assert.That(found.Gradients, Has.Length.EqualTo(32));
        Assert.That(found.LayerValues[16..], Is.EqualTo(GoldenJson.Floats(there.Values)).Within(1e-4));
        Assert.That(found.Gradients[16..], Is.EqualTo(GoldenJson.Floats(there.Gradients)).Within(1e-5));
        Assert.That(found.Values[1], Is.EqualTo(there.Value).Within(1e-4));
    }

    private static Example Row(float[] row) => new([new("features", System.Numerics.Tensors.Tensor.Create<float>(row))]);

    private static Example Text(string text) => new([new("text", text)]);

    private static Task<TextClassifier> Reviews() => TextClassifier.LoadAsync(
        TestFiles.Model("review-sentiment", "model.onnx"), TestFiles.Model("review-sentiment", "tokenizer.json"), ["negative", "positive"]);
}
