using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Components.Salience;

/// <summary>The recorded answers of LIT 1.3 for gradient norm and gradient times input.</summary>
internal sealed class GradientGoldenTests
{
    private static IEnumerable<TestCaseData<GoldenCase>> Cases => Golden.Cases("lit/salience_gradient.json");

    [TestCaseSource(nameof(Cases))]
    public async Task The_scores_are_those_recorded(GoldenCase golden)
    {
        string name = golden.Input.GetProperty("model").GetString()!;
        if (name == "multi")
        {
            Assert.That(golden.Expected.ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(
                Compatibility(golden, new FixedModel(new(), ModelSpec("multi", "output_spec"))).IsCompatible, Is.False);
            return;
        }

        ToyModel toy = ToyModel.Load(name);
        Model model = golden.Input.TryGetProperty("outputs", out var outputs)
            ? new FixedModel(toy.InputSpec, toy.OutputSpec, [.. outputs.EnumerateArray().Select(Output)])
            : toy;
        Dataset inputs = model == toy ? golden.Inputs : new Dataset(new(), [new Example([])]);
        if (golden.IsError)
        {
            var error = await Assert.ThrowsAsync<LitException>(() => RunAsync(golden, model, inputs));
            Assert.That(error!.Message, Is.EqualTo(
                "Field 'token_grads': expected shape [3, n], one row for each token; found [2, 3]."));
            return;
        }

        var results = await RunAsync(golden, model, inputs);

        SalienceMaps.Check(golden, golden.Expected, results);
    }

    private static Task<List<SalienceResult>> RunAsync(GoldenCase golden, Model model, Dataset inputs) => IsNorm(golden)
        ? new GradientNorm().RunAsync(model, inputs, new GradientNormConfig { LitCompatible = true }).ToListAsync().AsTask()
        : new GradientTimesInput().RunAsync(model, inputs, new GradientTimesInputConfig { LitCompatible = true }).ToListAsync().AsTask();

    private static Compatibility Compatibility(GoldenCase golden, Model model) => IsNorm(golden)
        ? new GradientNorm().CheckCompatibility(model, golden.Inputs)
        : new GradientTimesInput().CheckCompatibility(model, golden.Inputs);

    private static bool IsNorm(GoldenCase golden) => golden.Name.StartsWith("grad_norm", StringComparison.Ordinal);

    private static Spec ModelSpec(string model, string spec)
        => Golden.Spec(Golden.File("lit/models.json").GetProperty("models").GetProperty(model).GetProperty(spec));

    private static Example Output(JsonElement json) => new(json.EnumerateObject().Select(field => KeyValuePair.Create(
        field.Name,
        (object?)(field.Value[0].ValueKind switch
        {
            JsonValueKind.String => Golden.Strings(field.Value),
            JsonValueKind.Array => Matrix(Golden.Matrix(field.Value)),
            _ => Tensor.Create(Golden.Numbers(field.Value).Select(v => (float)v).ToArray()),
        }))));

    private static Tensor<float> Matrix(double[][] rows)
        => Tensor.Create(rows.SelectMany(row => row).Select(v => (float)v).ToArray(), [rows.Length, rows[0].Length]);
}
