using System.Numerics.Tensors;
using System.Text.Json;
using NUnit.Framework;

namespace Lit.Components;

/// <summary>The toy models have to be right before anything that is measured with them.</summary>
internal sealed class ToyModelTests
{
    private static readonly string[] Fields =
        ["probas", "token_embs", "token_grads", "embs_a", "embs_b", "grads_a", "grads_b"];

    private static IEnumerable<TestCaseData<GoldenCase>> Cases => Golden.Cases("lit/predictions.json", golden =>
        golden.Input.GetProperty("model").GetString() is "sent" or "sent_logit" or "sent3" or "rating" or "pair"
        && golden.Input.TryGetProperty("dataset", out _));

    [TestCaseSource(nameof(Cases))]
    public void A_toy_model_predicts_what_was_recorded(GoldenCase golden)
    {
        var example = Golden.Dataset(golden.Input.GetProperty("dataset").GetString()!)[golden.Input.GetProperty("index").GetInt32()];

        var output = ToyModel.Load(golden.Input.GetProperty("model").GetString()!).Predict(example);

        Assert.That(golden.Expected.EnumerateObject().Select(field => field.Name), Has.Some.Matches<string>(
            name => output.ContainsKey(name!)));
        foreach (string field in Fields.Where(name => golden.Expected.TryGetProperty(name, out _)))
        {
            var tensor = output.Get<Tensor<float>>(field);
            float[] found = new float[tensor.FlattenedLength];
            tensor.FlattenTo(found);
            Assert.That(found, Is.EqualTo(Flat(golden.Expected.GetProperty(field))).Within(1e-6), field);
        }

        if (golden.Expected.TryGetProperty("score", out var score))
        {
            Assert.That(output.Get<double>("score"), Is.EqualTo(score.GetDouble()).Within(1e-12));
        }
    }

    private static double[] Flat(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().SelectMany(Flat)]
        : [element.GetDouble()];
}
