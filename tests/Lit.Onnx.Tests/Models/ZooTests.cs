using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using NUnit.Framework;

namespace Lit.Onnx.Models;

/// <summary>Models of both exporters, and of scikit-learn's converter, with fields by default.</summary>
public sealed class ZooTests
{
    private static readonly string[] Models =
    [
        "bert", "bert-external-data", "distilbert", "mobilenetv2", "resnet", "roberta", "sklearn-forest", "sklearn-logistic",
        "sklearn-mlp", "tabular-mlp", "textcnn", "textcnn-pool", "vit",
    ];

    [TestCaseSource(nameof(Files))]
    public async Task Outputs_equal_those_of_the_reference(string name, string file)
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("zoo", name, file));
        foreach (JsonElement golden in GoldenJson.Read(TestFiles.Model("zoo", name, "golden.json")).Cases())
        {
            JsonProperty[] inputs = [.. golden.At("input").EnumerateObject()];
            Example[] rows =
            [
                .. Enumerable.Range(0, inputs[0].Value.GetArrayLength())
                    .Select(row => new Example(inputs.Select(input => KeyValuePair.Create(input.Name, (object?)TensorOf(input.Value[row]))))),
            ];

            ExampleTable predictions = await model.PredictBatchAsync(rows, default);

            foreach (JsonProperty output in golden.At("expected", "outputs").EnumerateObject())
            {
                float[] expected = output.Value.Floats();
                string message = $"{golden.Name()} {output.Name}";
                if (!predictions.TryGetColumn(output.Name, out Column? column))
                {
                    // Logits of a model without an output of probabilities.
                    column = predictions["probas"];
                    expected = [.. expected.Chunk(expected.Length / rows.Length).SelectMany(Softmax)];
                }

                double tolerance = Math.Max(1e-5, 1e-4 * expected.Max(number => Math.Abs((double)number)));
                float[] found = column is StringColumn labels
                    ? [.. labels.Values.ToArray().Select(label => float.Parse(label!, null))]
                    : ((TensorColumn)column).Buffer.ToArray();
                Assert.That(found, Is.EqualTo(expected).Within(tolerance), message);
            }
        }
    }

    private static IEnumerable<TestCaseData> Files() =>
        from name in Models
        from file in Directory.EnumerateFiles(TestFiles.Model("zoo", name), "*.onnx").Select(path => Path.GetFileName(path))
        select new TestCaseData(name, file).SetArgDisplayNames($"{name}/{file}");

    private static float[] Softmax(float[] logits)
    {
        double[] scores = [.. logits.Select(logit => Math.Exp(logit - logits.Max()))];
        return [.. scores.Select(score => (float)(score / scores.Sum()))];
    }

    private static Tensor<float> TensorOf(JsonElement array)
    {
        List<nint> shape = [];
        for (JsonElement level = array; level.ValueKind == JsonValueKind.Array; level = level[0])
        {
            shape.Add(level.GetArrayLength());
        }

        return Tensor.Create(array.Floats(), [.. shape]);
    }
}
