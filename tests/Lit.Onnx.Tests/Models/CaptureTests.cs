using System.Numerics.Tensors;
using Lit.Api;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

public sealed class CaptureTests
{
    [Test]
    public async Task Values_inside_a_model_are_those_recorded()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("fashion-cnn", "model.onnx"));
        FashionCase[] cases = [.. FashionCase.Drawings()];

        CapturedValues[] captured = await model.CaptureAsync(cases.Select(golden => golden.Image), "conv3_activation", "embedding").ToArrayAsync();

        Assert.That(captured, Has.Length.EqualTo(cases.Length));
        for (int i = 0; i < cases.Length; i++)
        {
            Assert.That(captured[i].Names, Is.EqualTo(["conv3_activation", "embedding"]));
            Assert.That(captured[i]["conv3_activation"].Lengths.ToArray(), Is.EqualTo(new nint[] { 48, 7, 7 }));
            Close.Assert(
                GoldenJson.Floats(captured[i]["conv3_activation"]),
                cases[i].Array(cases[i].Json.At("expected", "conv3_activation")),
                cases[i].Json,
                cases[i].Json.Name());
        }
    }

    [Test]
    public async Task Values_of_tokens_end_with_their_text()
    {
        using TextClassifier model = await TextClassifier.LoadAsync(
            TestFiles.Model("review-sentiment", "model.onnx"), TestFiles.Model("review-sentiment", "tokenizer.json"), ["negative", "positive"]);
        Example[] texts = [new([new("text", "Good.")]), new([new("text", "A film with a lot to say about us all.")])];

        CapturedValues[] captured = await model.CaptureAsync(texts, "last_hidden_state", "embedding").ToArrayAsync();

        foreach (CapturedValues one in captured)
        {
            Assert.That(one["last_hidden_state"].Lengths.ToArray(), Is.EqualTo(new nint[] { one.Text!.Tokens.Count, 128 }));
            float[] hidden = GoldenJson.Floats(one["last_hidden_state"]);
            float[] mean = [.. Enumerable.Range(0, 128).Select(i => hidden.Where((_, at) => at % 128 == i).Average())];
            Assert.That(GoldenJson.Floats(one["embedding"]), Is.EqualTo(mean).Within(1e-4), "the mean over the tokens");
        }
    }

    [Test]
    public async Task A_value_that_is_not_there_is_answered_with_the_nearest()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));
        Example row = new([new("features", Tensor.Create<float>(new float[9]))]);

        Assert.That(
            () => model.CaptureAsync([row], "hiden"), Throws.InstanceOf<LitException>().With.Message.Contains("did you mean 'hidden'?"));
        CapturedValues captured = await model.CaptureAsync([row], "hidden").FirstAsync();
        Assert.That(() => captured["logits"], Throws.TypeOf<LitException>().With.Message.Contains("captured values hidden; found 'logits'"));
        Assert.That(() => model.CaptureAsync([row]), Throws.ArgumentException);
    }
}
