using System.Text.Json;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

/// <summary>Gradients of a model of numbers and codes: the codes have theirs where the graph spreads them out.</summary>
public sealed class TabularGradientTests
{
    [Test]
    public async Task Gradients_of_numbers_and_of_codes_are_those_recorded()
    {
        JsonElement names = GoldenJson.Read(TestFiles.Model("adult-mlp", "vocabularies.json"));
        string[] numeric = names.At("numeric").Texts();
        string[] categorical = names.At("categorical").Texts();
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("adult-mlp", "model.onnx"), options => options
            .Input("numeric", [.. numeric.Select(name => InputColumn.Number(name))])
            .Input(
                "categorical",
                [.. categorical.Select(name => InputColumn.Code(name, new Vocabulary(names.At("vocabularies", name).Texts())))])
            .Output("logits", "income", new MulticlassPreds { Vocab = ["<=50K", ">50K"] }, OutputActivation.Softmax));
        JsonElement[] cases = [.. GoldenJson.Load("Attribution", "adult-attribution.json").Cases()];
        Example[] rows =
        [
            .. cases.Select(golden => new Example(
            [
                .. numeric.Zip(golden.At("input", "numeric").Floats(), (name, number) => KeyValuePair.Create(name, (object?)(double)number)),
                .. categorical.Zip(golden.At("input", "categorical").Texts(), (name, label) => KeyValuePair.Create(name, (object?)label)),
            ])),
        ];

        Assert.That(model.GradientInputs.Select(input => input.Name), Is.EqualTo(["numeric"]), "codes have no gradient");
        Assert.That(model.GradientInputs[0].Columns.Select(column => column.Field), Is.EqualTo(numeric));
        foreach (string input in (string[])["numeric", "one_hot"])
        {
            InputGradient[] found = await model.GradientsAsync(
                rows, new GradientRequest { Input = input, Target = Target.Logit(">50K") }).ToArrayAsync();

            Assert.That(found, Has.Length.EqualTo(cases.Length));
            for (int i = 0; i < found.Length; i++)
            {
                Close.Assert(
                    GoldenJson.Floats(found[i].Gradients),
                    cases[i].At("expected", $"gradient_{input}").Floats(),
                    cases[i],
                    $"{cases[i].Name()} {input}");
            }
        }
    }
}
