using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using Lit.Onnx.Runtime;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

public sealed class OnnxModelTests
{
    private static readonly string[] Species = ["Adelie", "Chinstrap", "Gentoo"];

    [Test]
    public async Task A_model_without_options_gets_a_field_for_each_input_and_output()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));

        Assert.That(model.InputSpec, Is.EqualTo(new Spec { ["features"] = new Embeddings() }));
        Assert.That(model.OutputSpec, Is.EqualTo(new Spec
        {
            ["logits"] = new Embeddings(),
            ["probas"] = new MulticlassPreds { Vocab = ["0", "1", "2"] },
            ["hidden"] = new Embeddings(),
        }));
    }

    [Test]
    public async Task Penguins_are_told_apart_as_by_the_reference()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"));
        JsonElement[] cases = [.. GoldenJson.Load("Attribution", "penguins-attribution.json").Cases()];

        ExampleTable predictions = await model.PredictTableAsync(new Dataset(
            model.InputSpec, [.. cases.Select(golden => Row(("features", Vector(golden.At("input", "features").Floats()))))]));

        for (int i = 0; i < cases.Length; i++)
        {
            foreach (string field in (string[])["logits", "probas", "hidden"])
            {
                float[] expected = cases[i].At("expected", field).Floats();
                Assert.That(
                    ((TensorColumn)predictions[field]).Row(i).ToArray(),
                    Is.EqualTo(expected).Within(1e-5f * Math.Max(1, expected.Max(Math.Abs))),
                    $"{cases[i].Name()} {field}");
            }
        }
    }

    [Test]
    public async Task Several_fields_side_by_side_feed_one_input_and_logits_become_probabilities()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"), options => options
            .Input(
                "features",
                InputColumn.Number("mass"),
                InputColumn.Number("depth"),
                InputColumn.Number("length"),
                InputColumn.Number("flipper"),
                InputColumn.OneHot("island", ["Biscoe", "Dream", "Torgersen"]),
                InputColumn.OneHot("sex", ["Female", "Male"]))
            .Output("logits", "species", new MulticlassPreds { Vocab = new Vocabulary(Species) }, OutputActivation.Softmax));
        JsonElement golden = GoldenJson.Load("Attribution", "penguins-attribution.json").Cases().First();

        Example prediction = await PredictOne(model, Row(
            ("mass", 3600d), ("depth", 18.1), ("length", 38.4), ("flipper", 187L), ("island", "Torgersen"), ("sex", "Female")));

        Assert.That(model.InputSpec.Keys, Is.EqualTo(["mass", "depth", "length", "flipper", "island", "sex"]));
        Assert.That(
            GoldenJson.Floats(prediction.Get<Tensor<float>>("species")),
            Is.EqualTo(golden.At("expected", "probas").Floats()).Within(1e-6f));
    }

    [Test]
    public async Task Numbers_and_codes_feed_two_inputs()
    {
        JsonElement vocabularies = GoldenJson.Read(TestFiles.Model("adult-mlp", "vocabularies.json"));
        string[] numeric = vocabularies.At("numeric").Texts();
        string[] categorical = vocabularies.At("categorical").Texts();
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("adult-mlp", "model.onnx"), options => options
            .Input("numeric", [.. numeric.Select(name => InputColumn.Number(name))])
            .Input(
                "categorical",
                [.. categorical.Select(name => InputColumn.Code(name, new Vocabulary(vocabularies.At("vocabularies", name).Texts())))])
            .Output("probas", "income", new MulticlassPreds { Vocab = ["<=50K", ">50K"], Parent = "label" }));

        foreach (JsonElement golden in GoldenJson.Load("Attribution", "adult-attribution.json").Cases())
        {
            float[] numbers = golden.At("input", "numeric").Floats();
            string[] labels = golden.At("input", "categorical").Texts();
            Example prediction = await PredictOne(model, new Example(
                numeric.Select((name, i) => KeyValuePair.Create(name, (object?)(double)numbers[i]))
                    .Concat(categorical.Select((name, i) => KeyValuePair.Create(name, (object?)labels[i])))));

            Assert.That(
                GoldenJson.Floats(prediction.Get<Tensor<float>>("income")),
                Is.EqualTo(golden.At("expected", "probas").Floats()).Within(1e-5f),
                golden.Name());
        }
    }

    [Test]
    public async Task Pixels_feed_an_image_model()
    {
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("fashion-cnn", "model.onnx"));
        JsonElement[] cases =
        [
            .. GoldenJson.Load("Attribution", "fashion-attribution.json").Cases()
                .Where(golden => golden.GetProperty("input").TryGetProperty("pixels", out _)),
        ];

        ExampleTable predictions = await model.PredictTableAsync(new Dataset(
            model.InputSpec,
            [.. cases.Select(golden => Row(("image", Tensor.Create(golden.At("input", "pixels").Floats(), [1, 28, 28]))))]));

        Assert.That(cases, Is.Not.Empty);
        Assert.That(((TensorColumn)predictions["conv3_activation"]).RowShape.ToArray(), Is.EqualTo(new nint[] { 48, 7, 7 }));
        for (int i = 0; i < cases.Length; i++)
        {
            Assert.That(
                ((TensorColumn)predictions["logits"]).Row(i).ToArray(),
                Is.EqualTo(cases[i].At("expected", "logits").Floats()).Within(2e-5f),
                cases[i].Name());
        }
    }

    [TestCase("zipmap-names", "cat", "dog", "owl")]
    [TestCase("zipmap-numbers", "10", "20", "30")]
    public async Task Maps_from_label_to_probability_become_probabilities_of_these_labels(string file, params string[] labels)
    {
        using OnnxModel model = await Small(file);

        Example first = await PredictOne(model, Row(("X", Vector([1, 2]))));
        Example second = await PredictOne(model, Row(("X", Vector([3, -4]))));

        Assert.That(model.OutputSpec["output_probability"], Is.EqualTo(new MulticlassPreds { Vocab = new Vocabulary(labels) }));
        Assert.That(
            GoldenJson.Floats(first.Get<Tensor<float>>("output_probability")),
            Is.EqualTo([0.18181802f, 0.81485182f, 0.00333011f]).Within(1e-6f));
        Assert.That(first["label"]!.ToString(), Is.EqualTo(labels[1]));
        Assert.That(second["label"]!.ToString(), Is.EqualTo(labels[0]));
    }

    [TestCase("float32", new[] { 1.5f, -2f })]
    [TestCase("float64", new[] { 1.5f, -2f })]
    [TestCase("float16", new[] { 1.5f, -2f })]
    [TestCase("int32", new[] { 7f, -2f })]
    [TestCase("int64", new[] { 7f, -2f })]
    [TestCase("uint8", new[] { 7f, 255f })]
    [TestCase("bool", new[] { 1f, 0f })]
    public async Task Numbers_of_every_element_type_go_in_and_come_out(string type, float[] numbers)
    {
        using OnnxModel model = await Small($"echo-{type}");

        Example prediction = await PredictOne(model, Row(("x", Vector(numbers))));

        Assert.That(GoldenJson.Floats(prediction.Get<Tensor<float>>("y")), Is.EqualTo(numbers));
    }

    [Test]
    public async Task Texts_side_by_side_feed_an_input_of_strings()
    {
        using OnnxModel model = await Small("strings", options => options
            .Input("x", InputColumn.Text("first"), InputColumn.Text("second")));

        Example prediction = await PredictOne(model, Row(("first", "a"), ("second", "b")));

        Assert.That(model.InputSpec, Is.EqualTo(new Spec { ["first"] = new TextSegment(), ["second"] = new TextSegment() }));
        Assert.That(prediction["first_of_both"], Is.EqualTo("a"));
    }

    [TestCase("int64", 1.5f)]
    [TestCase("int32", 3e9f)]
    [TestCase("uint8", -1f)]
    [TestCase("int64", float.NaN)]
    public async Task A_number_that_an_integer_input_cannot_hold_is_refused(string type, float number)
    {
        using OnnxModel model = await Small($"echo-{type}");

        Exception error = (await Assert.ThrowsAsync<LitException>(() => PredictOne(model, Row(("x", Vector([1, number]))))))!;

        Assert.That(error.Message, Does.Contain("'x'").And.Contain("whole numbers"));
    }

    [Test]
    public async Task A_missing_field_is_named_with_the_input_it_is_for()
    {
        using OnnxModel model = await Small("echo-float32");

        Exception error = (await Assert.ThrowsAsync<LitException>(() => PredictOne(model, new Example([], "row 7", null))))!;

        Assert.That(error.Message, Is.EqualTo(
            "Expected field 'x' of example 'row 7' to be numbers of shape [2], for input 'x' of type float32 [batch, 2]; found nothing."));
    }

    [Test]
    public async Task A_field_of_another_shape_is_named_with_both_shapes()
    {
        using OnnxModel model = await Small("echo-float32");

        Exception error = (await Assert.ThrowsAsync<LitException>(
            () => PredictOne(model, new Example([new("x", Vector([1, 2, 3]))], "a", null))))!;

        Assert.That(error.Message, Does.Contain("numbers of shape [2]").And.Contain("found numbers of shape [3]"));
    }

    [Test]
    public async Task A_label_outside_the_vocabulary_is_refused()
    {
        using OnnxModel model = await Small("echo-float32", options => options.Input("x", InputColumn.OneHot("side", ["left", "right"])));

        Exception error = (await Assert.ThrowsAsync<LitException>(() => PredictOne(model, Row(("side", "up")))))!;

        Assert.That(error.Message, Does.Contain("'side'").And.Contain("one of [left, right]"));
    }

    [Test]
    public async Task Everything_that_does_not_fit_is_reported_at_once()
    {
        Exception error = (await Assert.ThrowsAsync<LitException>(
            () => OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"), options => options
                .Input("pixels", new Embeddings())
                .Input("features", InputColumn.Number("mass"), InputColumn.Number("depth")))))!;
        Exception outputs = (await Assert.ThrowsAsync<LitException>(
            () => OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"), options => options
                .Output("probas", new MulticlassPreds { Vocab = ["a", "b"] })
                .Output("logits", "score", new RegressionScore())
                .Output("species", new CategoryLabel()))))!;

        Assert.That(error.Message, Does.Contain("input 'pixels': expected one of features, found no such input")
            .And.Contain("input 'features': expected the columns of float32 [batch, 9], found 2 columns of mass, depth"));
        Assert.That(outputs.Message, Does.Contain("output 'probas' as field 'probas': expected numbers for 2 classes [a, b], [batch, 2]")
            .And.Contain("found float32 [batch, 3]")
            .And.Contain("output 'logits' as field 'score': expected one number an example")
            .And.Contain("output 'species': expected one of logits, probas, hidden, found no such output"));
    }

    [Test]
    public async Task A_model_with_a_fixed_batch_takes_any_number_of_examples()
    {
        using OnnxModel model = await Small("fixed_batch");

        ExampleTable predictions = await model.PredictTableAsync(new Dataset(
            model.InputSpec, [.. Enumerable.Range(0, 5).Select(i => Row(("x", Vector([i, 0, 0]))))]));

        Assert.That(model.BatchOptions.MaxBatchSize, Is.EqualTo(2));
        Assert.That(
            Enumerable.Range(0, 5).Select(i => ((TensorColumn)predictions["y"]).Row(i)[0]), Is.EqualTo([1f, 2f, 3f, 4f, 5f]));
    }

    [Test]
    public async Task A_number_for_each_example_becomes_a_regression_score()
    {
        using OnnxModel model = await Small("regression");

        Example prediction = await PredictOne(model, Row(("a", 3d), ("b", 2.5)));

        Assert.That(model.OutputSpec["y"], Is.EqualTo(new RegressionScore()));
        Assert.That(prediction.Get<double>("y"), Is.EqualTo(4.5));
    }

    [Test]
    public async Task One_score_of_two_classes_becomes_two_probabilities()
    {
        using OnnxModel model = await Small("regression", options => options
            .Output("y", new MulticlassPreds { Vocab = ["no", "yes"] }, OutputActivation.Sigmoid));

        Example prediction = await PredictOne(model, Row(("a", 0d), ("b", 1 - Math.Log(3))));

        Assert.That(GoldenJson.Floats(prediction.Get<Tensor<float>>("y")), Is.EqualTo([0.25f, 0.75f]).Within(1e-6f));
    }

    [Test]
    public async Task Outputs_whose_shape_the_file_misdeclares_are_read_as_they_are()
    {
        using OnnxModel model = await Small("misdeclared");

        foreach (int repeat in (int[])[1, 2])
        {
            Example prediction = await PredictOne(model, Row(("x", Vector([1, -1, 1]))));
            Assert.That(GoldenJson.Floats(prediction.Get<Tensor<float>>("y")), Is.EqualTo([1f, 1f]), $"run {repeat}");
        }
    }

    [TestCase(1, 1)]
    [TestCase(7, 2)]
    [TestCase(64, 1)]
    public async Task Batch_size_and_threads_change_no_score(int batchSize, int threads)
    {
        JsonElement[] cases = [.. GoldenJson.Load("Attribution", "penguins-attribution.json").Cases()];
        using OnnxModel model = await OnnxModel.LoadAsync(TestFiles.Model("penguins-mlp", "model.onnx"), options => options
            .Run(new OnnxOptions { Threads = threads })
            .Batch(new BatchOptions { MaxBatchSize = batchSize }));
        Example[] rows =
        [
            .. Enumerable.Range(0, 70).Select(i => Row(("features", Vector(cases[i % cases.Length].At("input", "features").Floats())))),
        ];

        ExampleTable predictions = await model.PredictTableAsync(new Dataset(model.InputSpec, rows));

        for (int i = 0; i < rows.Length; i++)
        {
            Assert.That(
                ((TensorColumn)predictions["probas"]).Row(i).ToArray(),
                Is.EqualTo(cases[i % cases.Length].At("expected", "probas").Floats()).Within(1e-5f));
        }
    }

    [Test]
    public async Task Callers_at_the_same_time_get_their_own_answers()
    {
        using OnnxModel model = await Small("regression");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            for (int j = 0; j < 50; j++)
            {
                Example prediction = await PredictOne(model, Row(("a", (double)i), ("b", (double)j)));
                Assert.That(prediction.Get<double>("y"), Is.EqualTo((2 * i) - j + 1));
            }
        })));
    }

    [Test]
    public async Task A_batch_that_does_not_fit_into_memory_is_halved_until_it_does()
    {
        using OnnxModel model = await Small("row_memory");

        ExampleTable predictions = await model.PredictTableAsync(new Dataset(
            model.InputSpec, [.. Enumerable.Range(0, 8).Select(i => Row(("x", (double)i)))]));

        Assert.That(((DoubleColumn)predictions["y"]).Values.ToArray(), Is.EqualTo([0d, 1, 2, 3, 4, 5, 6, 7]));
        await Assert.ThrowsAsync<ModelOutOfMemoryException>(
            async () => await model.PredictBatchAsync([.. Enumerable.Range(0, 8).Select(i => Row(("x", (double)i)))], default));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Cancelling_stops_within_a_batch_and_the_model_works_again(CancellationToken timeout)
    {
        using OnnxModel model = await Small("endless-rows");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(timeout);
        Example endless = Row(("x", 1d), ("rounds", long.MaxValue));

        Task run = Task.Run(async () => await model.PredictBatchAsync([endless], cancel.Token), timeout);
        await Task.Delay(50, timeout);
        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        Assert.That((await PredictOne(model, Row(("x", 1d), ("rounds", 3L)))).Get<double>("y"), Is.EqualTo(4));
    }

    [Test]
    public async Task A_disposed_model_says_so()
    {
        OnnxModel model = await Small("regression");
        await model.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => PredictOne(model, Row(("a", 1d), ("b", 1d))));
    }

    [Test]
    public async Task The_identity_follows_from_the_file_and_all_settings()
    {
        string[] identities = await Task.WhenAll(
            IdentityOf("echo-float32"),
            IdentityOf("echo-float64"),
            IdentityOf("echo-float32", options => options.Run(new OnnxOptions { Threads = 1 })),
            IdentityOf("echo-float32", options => options.Output("y", new MulticlassPreds { Vocab = ["a", "b"] })),
            IdentityOf("echo-float32", options => options.Output("y", new MulticlassPreds { Vocab = ["a", "b"] }, OutputActivation.Softmax)));

        Assert.That(identities.Distinct().Count(), Is.EqualTo(identities.Length));
        Assert.That(await IdentityOf("echo-float32"), Is.EqualTo(identities[0]));

        static async Task<string> IdentityOf(string name, Action<OnnxModelOptions>? configure = null)
        {
            using OnnxModel model = await Small(name, configure);
            return model.Identity;
        }
    }

    [Test]
    public async Task A_file_that_is_cut_off_is_refused_by_name()
    {
        string cut = Path.Combine(Path.GetTempPath(), $"cut-{Guid.NewGuid():N}.onnx");
        byte[] bytes = await File.ReadAllBytesAsync(TestFiles.Model("penguins-mlp", "model.onnx"));
        try
        {
            foreach (int length in (int[])[0, 1, 100, bytes.Length / 2, bytes.Length - 1])
            {
                await File.WriteAllBytesAsync(cut, bytes[..length]);
                var error = await Assert.CatchAsync<LitException>(() => OnnxModel.LoadAsync(cut));
                Assert.That(error!.Message, Does.Contain(Path.GetFileName(cut)), $"{length} bytes");
            }
        }
        finally
        {
            File.Delete(cut);
        }
    }

    [Test]
    public async Task A_dataset_fits_by_kinds_of_values_and_labels()
    {
        using OnnxModel model = await Small("echo-float32", options => options.Input("x", InputColumn.OneHot("side", ["left", "right"])));

        Assert.That(model.CheckCompatibility(Empty(new CategoryLabel { Vocab = ["right"] })).IsCompatible, Is.True);
        Assert.That(model.CheckCompatibility(Empty(new CategoryLabel { Vocab = ["up"] })).ToString(), Is.EqualTo(
            "side: expected labels of [left, right], found 'up'"));
        Assert.That(model.CheckCompatibility(Empty(new Scalar())).ToString(), Is.EqualTo(
            "side: expected a CategoryLabel field, found a Scalar field"));

        static Dataset Empty(LitType type) => new(new Spec { ["side"] = type }, []);
    }

    private static Task<OnnxModel> Small(string name, Action<OnnxModelOptions>? configure = null) =>
        OnnxModel.LoadAsync(TestFiles.Model("small", $"{name}.onnx"), configure ?? (_ => { }));

    private static Example Row(params (string Field, object? Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Field, field.Value)));

    private static Tensor<float> Vector(float[] numbers) => Tensor.Create(numbers, [numbers.Length]);

    private static async Task<Example> PredictOne(OnnxModel model, Example example)
    {
        await foreach (Example prediction in model.PredictAsync([example]))
        {
            return prediction;
        }

        throw new InvalidOperationException("No prediction.");
    }
}
