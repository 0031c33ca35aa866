using Lit.Api;
using Lit.Onnx.Models;
using Lit.Types;
using NUnit.Framework;

namespace Lit.PublicApi.Usage;

public sealed class OnnxFileTests
{
    private static readonly string Penguins = Path.Combine(AppContext.BaseDirectory, "Models", "penguins-mlp", "model.onnx");

    [Test]
    public async Task A_file_becomes_a_model_whose_outputs_mean_something()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(Penguins, options => options
            .Output("probas", "species", new MulticlassPreds { Vocab = ["Adelie", "Chinstrap", "Gentoo"] }));

        Assert.That(model.OutputSpec.FieldsOf<MulticlassPreds>().Single().Key, Is.EqualTo("species"));
        Assert.That(model.InputSpec.Keys, Is.EqualTo(["features"]));
    }

    [Test]
    public async Task Probabilities_sum_to_one()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(Penguins);
        var rows = new ExampleTableBuilder(model.InputSpec);
        rows.Append(0, new float[9], [9]);
        rows.EndRow();

        ExampleTable predictions = await model.PredictTableAsync(new Dataset(rows.Build()));

        Assert.That(((TensorColumn)predictions["probas"]).Row(0).ToArray().Sum(), Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public async Task A_file_that_is_no_model_is_one_clear_error()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, "not a model");

        var error = await Assert.CatchAsync<LitException>(async () => await OnnxModel.LoadAsync(path));

        Assert.That(error!.Message, Does.Contain(Path.GetFileName(path)));
        File.Delete(path);
    }
}
