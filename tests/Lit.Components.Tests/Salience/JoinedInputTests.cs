using System.Text.Json;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Models;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Salience;

/// <summary>A table of numbers and categories that a model takes as two inputs: both move along one path.</summary>
internal sealed class JoinedInputTests
{
    [Test]
    public async Task Numbers_and_categories_get_the_scores_of_the_reference_together()
    {
        JsonElement names = JsonDocument.Parse(File.ReadAllText(TestModels.File("adult-mlp", "vocabularies.json"))).RootElement;
        string[] numeric = Texts(names.GetProperty("numeric"));
        string[] categorical = Texts(names.GetProperty("categorical"));
        Vocabulary[] labels = [.. categorical.Select(field => new Vocabulary(Texts(names.GetProperty("vocabularies").GetProperty(field))))];
        using OnnxModel model = await OnnxModel.LoadAsync(TestModels.File("adult-mlp", "model.onnx"), options => options
            .Input("numeric", [.. numeric.Select(field => InputColumn.Number(field))])
            .Input("categorical", [.. categorical.Zip(labels, InputColumn.Code)])
            .Columns("one_hot", [.. categorical.Zip(labels, InputColumn.OneHot)])
            .Output("logits", "income", new MulticlassPreds { Vocab = ["<=50K", ">50K"] }, OutputActivation.Softmax));
        JsonElement golden = Golden.File("Attribution/adult-attribution.json");
        JsonElement reference = golden.GetProperty("how").GetProperty("reference_row");
        var config = new IntegratedGradientsConfig
        {
            Input = "numeric, one_hot",
            Target = Target.Logit(">50K"),
            Baseline = Baseline.Of(Row(reference)),
            InterpolationSteps = 50,
            Tolerance = null,
        };

        foreach (JsonElement one in golden.GetProperty("cases").EnumerateArray())
        {
            SalienceResult found = await new IntegratedGradients(config).ExplainAsync(model, Row(one.GetProperty("input")));

            JsonElement expected = one.GetProperty("expected").GetProperty("ig_from_reference_row/gausslegendre/50");
            double[] scores = [.. Numbers(expected.GetProperty("numeric")), .. Numbers(expected.GetProperty("categorical_summed_over_one_hot"))];
            double logit = Numbers(one.GetProperty("expected").GetProperty("logits"))[1];
            JsonElement tolerance = one.GetProperty("tolerance");
            double allowed = Math.Max(
                tolerance.GetProperty("abs").GetDouble(), tolerance.GetProperty("rel").GetDouble() * scores.Max(Math.Abs));
            Assert.That(found.Features.Select(feature => feature.Name), Is.EqualTo([.. numeric, .. categorical]));
            Assert.That(found.Features.Select(feature => feature.Score), Is.EqualTo(scores).Within(allowed), $"{one.GetProperty("name")}");
            Assert.That(found.ValueAtInput, Is.EqualTo(logit).Within(1e-4));
            Assert.That(found.CompletenessError, Is.EqualTo(expected.GetProperty("delta").GetDouble()).Within(allowed));
        }

        Example Row(JsonElement row) => new(
        [
            .. numeric.Zip(Numbers(row.GetProperty("numeric")), (field, number) => KeyValuePair.Create(field, (object?)number)),
            .. categorical.Select((field, i) => KeyValuePair.Create(field, (object?)labels[i][(int)Numbers(row.GetProperty("codes"))[i]])),
        ]);
    }

    [Test]
    public async Task Columns_that_do_not_fill_the_value_are_refused()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(
            TestModels.File("adult-mlp", "model.onnx"), options => options.Columns("one_hot", InputColumn.Number("age")));

        LitException? error = await Assert.ThrowsAsync<LitException>(async () =>
            await model.GradientsAsync([], new GradientRequest { Input = "one_hot", Target = Target.Logit("1") }).ToArrayAsync());

        Assert.That(error!.Message, Does.Contain("86 columns of 'one_hot'"));
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];
}
