using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Graph;
using Lit.Onnx.Runtime;
using Lit.Onnx.Tokenizers;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Onnx.Models;

public sealed class TextClassifierTests
{
    private static readonly string[] Labels = ["negative", "positive"];

    [Test]
    public async Task Three_files_and_labels_make_a_classifier()
    {
        using TextClassifier model = await TextClassifier.LoadAsync(
            TestFiles.Model("review-sentiment", "model.onnx"),
            TestFiles.Model("review-sentiment", "tokenizer.json"),
            ["negative", "positive"]);

        Assert.That(model.InputSpec, Is.EqualTo(new Spec { ["text"] = new TextSegment() }));
        Assert.That(model.OutputSpec, Is.EqualTo(new Spec
        {
            ["probas"] = new MulticlassPreds { Vocab = ["negative", "positive"], Parent = "label" },
            ["tokens"] = new Tokens { Parent = "text", MaskToken = "[MASK]" },
            ["truncated"] = new BooleanLitType(),
            ["embedding"] = new Embeddings(),
        }));
        Assert.That(model.MaxLength, Is.EqualTo(64));
        Assert.That(model.SupportsConcurrentPredictions, Is.True);
    }

    [Test]
    public async Task A_padded_batch_gives_the_logits_embeddings_and_attention_of_the_reference()
    {
        JsonElement golden = GoldenJson.Load("Attribution", "padded-batches.json").Cases().First();
        using TextClassifier model = await Reviews(new TextClassifierOptions { Outputs = TextOutputs.All });
        string[] texts = golden.At("input", "texts").Texts();

        ExampleTable predictions = await model.PredictBatchAsync([.. texts.Select(Text)], default);

        JsonElement[] logits = [.. golden.At("expected", "logits").EnumerateArray()];
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.That(((TensorColumn)predictions["probas"]).Row(i).ToArray(), Is.EqualTo(Softmax(logits[i].Floats())).Within(2e-5f), texts[i]);
        }

        var second = predictions[1];
        Assert.That(
            ((TensorColumn)predictions["embedding"]).Row(0).ToArray(), Is.EqualTo(golden.At("expected", "embedding_row_0").Floats()).Within(2e-5f));
        Assert.That(
            GoldenJson.Floats(second.Get<Tensor<float>>("last_hidden_state"))[..128],
            Is.EqualTo(golden.At("expected", "last_hidden_state_row_1_token_0").Floats()).Within(1e-4f));
        var attention = second.Get<Tensor<float>>("attention_2");
        int tokens = second.Get<IReadOnlyList<string>>("tokens").Count;
        Assert.That(attention.Lengths.ToArray(), Is.EqualTo(new nint[] { 4, tokens, tokens }));
        Assert.That(
            GoldenJson.Floats(attention)[(3 * tokens * tokens)..((3 * tokens * tokens) + tokens)],
            Is.EqualTo(golden.At("expected", "attention_2_row_1_head_3_from_cls").Floats()[..tokens]).Within(2e-5f));
    }

    [Test]
    public async Task Minilm_gives_the_tokens_logits_and_embeddings_of_the_reference()
    {
        using TextClassifier model = await TextClassifier.LoadAsync(
            TestFiles.Shared("models", "minilm-sentiment", "model.onnx"),
            TestFiles.Shared("models", "minilm-sentiment", "vocab.txt"),
            Labels,
            new TextClassifierOptions { Outputs = TextOutputs.All, Runtime = new OnnxOptions { Threads = 2 } });
        JsonElement[] cases =
        [
            .. GoldenJson.Load("Attribution", "minilm-forward.json").Cases()
                .Where(golden => golden.At("expected").TryGetProperty("logits", out _)),
        ];

        ExampleTable predictions = await model.PredictBatchAsync(
            [.. cases.Select(golden => Text(golden.At("input", "text").GetString()!))], default);

        Assert.That(cases, Is.Not.Empty);
        for (int i = 0; i < cases.Length; i++)
        {
            JsonElement expected = cases[i].At("expected");
            Example prediction = predictions[i];
            Assert.That(prediction.Get<IReadOnlyList<string>>("tokens"), Is.EqualTo(cases[i].At("input", "tokens").Texts()), cases[i].Name());
            Assert.That(
                GoldenJson.Floats(prediction.Get<Tensor<float>>("probas")),
                Is.EqualTo(Softmax(expected.At("logits").Floats())).Within(1e-4f),
                cases[i].Name());
            if (expected.TryGetProperty("embedding", out JsonElement embedding))
            {
                float[] first = embedding.Floats();
                Assert.That(
                    GoldenJson.Floats(prediction.Get<Tensor<float>>("embedding"))[..first.Length], Is.EqualTo(first).Within(1e-3f), cases[i].Name());
            }
        }
    }

    [Test]
    public async Task A_pair_of_texts_gives_the_logits_of_the_reference_and_quantised_weights_stay_exact()
    {
        string model = TestFiles.Shared("models", "snli-pair", "model.onnx");
        using TextClassifier classifier = await TextClassifier.LoadAsync(
            model,
            TestFiles.Shared("models", "snli-pair", "tokenizer.json"),
            ["entailment", "neutral", "contradiction"],
            new TextClassifierOptions { TextField = "premise", TextPairField = "hypothesis" });

        foreach (JsonElement golden in GoldenJson.Read(TestFiles.Shared("models", "snli-pair", "examples.json")).EnumerateArray())
        {
            ExampleTable prediction = await classifier.PredictBatchAsync(
                [
                    new Example(
                    [
                        new("premise", golden.At("premise").GetString()),
                        new("hypothesis", golden.At("hypothesis").GetString()),
                    ]),
                ],
                default);

            Assert.That(prediction[0].Get<IReadOnlyList<string>>("tokens"), Is.EqualTo(golden.At("tokens").Texts()));
            Assert.That(
                ((TensorColumn)prediction["probas"]).Row(0).ToArray(), Is.EqualTo(Softmax(golden.At("logits").Floats())).Within(2e-5f));
        }
    }

    [Test]
    public async Task Gradients_are_fields_of_the_predictions_where_they_are_asked_for()
    {
        using TextClassifier model = await Reviews(new TextClassifierOptions { Outputs = TextOutputs.Tokens | TextOutputs.TokenGradients });
        Example[] examples =
        [
            Text("a warm and funny story ."),
            new([new("text", "a warm and funny story ."), new("label", "negative")]),
            new([new("text", "dull"), new("label", null)]),
        ];

        ExampleTable predictions = await model.PredictBatchAsync(examples, default);
        List<InputGradient> expected = [];
        foreach (Target target in (Target[])[Target.Predicted, Target.Logit("negative")])
        {
            await foreach (InputGradient gradient in model.GradientsAsync([examples[0]], new GradientRequest { Target = target }))
            {
                expected.Add(gradient);
            }
        }

        Assert.That(model.InputSpec["label"], Is.EqualTo(new CategoryLabel { Vocab = ["negative", "positive"], Required = false }));
        Assert.That(model.OutputSpec["token_gradients"], Is.EqualTo(
            new TokenGradients { Align = "tokens", GradFor = "token_embeddings", GradTargetFieldKey = "label" }));
        for (int i = 0; i < 2; i++)
        {
            Assert.That(
                GoldenJson.Floats(predictions[i].Get<Tensor<float>>("token_gradients")),
                Is.EqualTo(GoldenJson.Floats(expected[i].Gradients)).Within(1e-5f));
            Assert.That(
                GoldenJson.Floats(predictions[i].Get<Tensor<float>>("token_embeddings")),
                Is.EqualTo(GoldenJson.Floats(expected[i].Values)).Within(1e-6f));
        }

        Assert.That(
            predictions[2].Get<Tensor<float>>("token_gradients").Lengths[0], Is.EqualTo((nint)predictions[2].Get<IReadOnlyList<string>>("tokens").Count));
    }

    [TestCase(1, 1)]
    [TestCase(7, 2)]
    [TestCase(64, 1)]
    [TestCase(64, 2)]
    public async Task Batch_size_padding_and_threads_change_no_score(int batchSize, int threads)
    {
        string[] texts = [.. GoldenJson.Load("Attribution", "padded-batches.json").Cases().First().At("input", "texts").Texts()];
        Example[] examples = [.. Enumerable.Range(0, 70).Select(i => Text(string.Join(' ', texts.Take(1 + (i % texts.Length)))))];
        using TextClassifier alone = await Reviews(new TextClassifierOptions
        {
            Runtime = new OnnxOptions { Threads = 1 },
            Batches = new BatchOptions { MaxBatchSize = 1 },
        });
        using TextClassifier model = await Reviews(new TextClassifierOptions
        {
            Runtime = new OnnxOptions { Threads = threads },
            Batches = new BatchOptions { MaxBatchSize = batchSize },
        });

        ExampleTable expected = await alone.PredictTableAsync(new Dataset(alone.InputSpec, examples));
        ExampleTable found = await model.PredictTableAsync(new Dataset(model.InputSpec, examples));

        Assert.That(
            ((TensorColumn)found["probas"]).Buffer.ToArray(), Is.EqualTo(((TensorColumn)expected["probas"]).Buffer.ToArray()).Within(1e-5f));
    }

    [Test]
    public async Task A_text_that_is_too_long_is_cut_and_the_prediction_says_so()
    {
        using TextClassifier model = await Reviews();
        string text = string.Concat(Enumerable.Repeat("a warm and funny story . ", 20));

        ExampleTable predictions = await model.PredictBatchAsync([Text("short"), Text(text)], default);

        Assert.That(((BooleanColumn)predictions["truncated"]).Values.ToArray(), Is.EqualTo([false, true]));
        Assert.That(predictions[1].Get<IReadOnlyList<string>>("tokens"), Has.Count.EqualTo(64).And.ItemAt(63).EqualTo("[SEP]"));
    }

    [Test]
    public async Task Without_settings_the_position_embeddings_say_how_long_a_text_may_be()
    {
        OnnxFile file = OnnxFile.Load(TestFiles.Model("zoo", "bert", "model.onnx"));
        using TextClassifier model = TextClassifier.Create(file, Letters(), ["a", "b", "c"], new TextClassifierOptions());

        ExampleTable predictions = await model.PredictBatchAsync([Text(new string('x', 10)), Text(string.Join(' ', Enumerable.Repeat("x", 99)))], default);

        Assert.That(model.MaxLength, Is.EqualTo(32));
        Assert.That(((BooleanColumn)predictions["truncated"]).Values.ToArray(), Is.EqualTo([false, true]));
    }

    [Test]
    public async Task A_model_of_a_fixed_shape_takes_any_number_of_texts_of_any_length()
    {
        OnnxFile file = OnnxFile.Load(TestFiles.Model("small", "fixed_text.onnx"));
        using TextClassifier model = TextClassifier.Create(file, Letters(), ["a", "b"], new TextClassifierOptions());

        ExampleTable predictions = await model.PredictTableAsync(new Dataset(
            model.InputSpec, [Text(""), Text("a"), Text(string.Join(' ', Enumerable.Repeat("a", 20)))]));

        // [CLS] is 2, [SEP] 3 and a letter a 5.
        double[] means = [2.5, 10 / 3d, 35 / 8d];
        Assert.That(((BooleanColumn)predictions["truncated"]).Values.ToArray(), Is.EqualTo([false, false, true]));
        Assert.That(
            Enumerable.Range(0, 3).Select(i => ((TensorColumn)predictions["probas"]).Row(i)[0]),
            Is.EqualTo(means.Select(mean => (float)(1 / (1 + Math.Exp(-2 * mean))))).Within(1e-6f));
    }

    [Test]
    public async Task An_empty_text_gets_a_prediction()
    {
        using TextClassifier model = await Reviews();

        ExampleTable prediction = await model.PredictBatchAsync([Text("")], default);

        Assert.That(prediction[0].Get<IReadOnlyList<string>>("tokens"), Is.EqualTo(["[CLS]", "[SEP]"]));
        Assert.That(((TensorColumn)prediction["probas"]).Row(0).ToArray().Sum(), Is.EqualTo(1).Within(1e-6));
    }

    [Test]
    public async Task A_model_without_a_mask_gives_each_text_the_score_that_it_has_alone()
    {
        OnnxFile file = OnnxFile.Load(TestFiles.Model("zoo", "textcnn", "model.onnx"));
        using TextClassifier model = TextClassifier.Create(file, Letters(), ["a", "b", "c"], new TextClassifierOptions { MaxLength = 30 });
        Example[] texts = [Text("a b c d e f"), Text("g h i"), Text("j k l m n o p q"), Text("x y z"), Text("a b c d e f g h")];

        ExampleTable together = await model.PredictBatchAsync(texts, default);

        for (int i = 0; i < texts.Length; i++)
        {
            ExampleTable alone = await model.PredictBatchAsync([texts[i]], default);
            Assert.That(
                ((TensorColumn)together["probas"]).Row(i).ToArray(),
                Is.EqualTo(((TensorColumn)alone["probas"]).Row(0).ToArray()).Within(1e-6f));
        }
    }

    [Test]
    public async Task A_wrong_number_of_labels_is_refused_with_the_shape_of_the_output()
    {
        var error = await Assert.ThrowsAsync<LitException>(() => TextClassifier.LoadAsync(
            TestFiles.Model("review-sentiment", "model.onnx"), TestFiles.Model("review-sentiment", "vocab.txt"), ["negative", "neutral", "positive"]));

        Assert.That(error!.Message, Does.Contain("Expected 2 labels").And.Contain("'logits'").And.Contain("float32 [batch, 2]")
            .And.Contain("found 3: [negative, neutral, positive]"));
    }

    [Test]
    public async Task A_model_that_reads_no_tokens_is_refused()
    {
        var error = await Assert.ThrowsAsync<LitException>(() => TextClassifier.LoadAsync(
            TestFiles.Model("penguins-mlp", "model.onnx"), TestFiles.Model("review-sentiment", "vocab.txt"), Labels));

        Assert.That(error!.Message, Does.Contain("token ids").And.Contain("features: float32 [batch, 9]").And.Contain("OnnxModel"));
    }

    [Test]
    public async Task An_example_without_the_text_is_refused_by_name()
    {
        using TextClassifier model = await Reviews();

        var error = await Assert.ThrowsAsync<LitException>(
            async () => await model.PredictBatchAsync([new Example([new("review", "good")], "r1", null)], default));

        Assert.That(error!.Message, Does.Contain("r1").And.Contain("'text'"));
    }

    [Test]
    public async Task Callers_at_the_same_time_get_their_own_answers()
    {
        using TextClassifier model = await Reviews(new TextClassifierOptions { Runtime = new OnnxOptions { Threads = 1 } });
        string[] texts = ["wonderful", "terrible", "a warm and funny story .", "i was bored within ten minutes ."];
        float[][] expected = await Task.WhenAll(texts.Select(Score));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            for (int j = 0; j < 10; j++)
            {
                Assert.That(await Score(texts[(i + j) % 4]), Is.EqualTo(expected[(i + j) % 4]).Within(1e-6f));
            }
        })));

        async Task<float[]> Score(string text) =>
            ((TensorColumn)(await model.PredictBatchAsync([Text(text)], default))["probas"]).Row(0).ToArray();
    }

    [Test]
    public async Task The_identity_follows_from_tokenizer_and_settings_too()
    {
        using TextClassifier model = await Reviews();
        using TextClassifier same = await Reviews();
        using TextClassifier shorter = await Reviews(new TextClassifierOptions { MaxLength = 10 });
        using TextClassifier other = TextClassifier.Create(model.File, Letters(), Labels, new TextClassifierOptions { MaxLength = 64 });

        Assert.That(same.Identity, Is.EqualTo(model.Identity));
        Assert.That(shorter.Identity, Is.Not.EqualTo(model.Identity));
        Assert.That(other.Identity, Is.Not.EqualTo(model.Identity));
    }

    private static Task<TextClassifier> Reviews(TextClassifierOptions? options = null) => TextClassifier.LoadAsync(
        TestFiles.Model("review-sentiment", "model.onnx"),
        TestFiles.Model("review-sentiment", "tokenizer.json"),
        Labels,
        options ?? new TextClassifierOptions());

    private static WordPieceTokenizer Letters() => WordPieceTokenizer.FromVocabulary(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Enumerable.Range('a', 26).Select(letter => $"{(char)letter}")], new WordPieceOptions());

    private static Example Text(string text) => new([new("text", text)]);

    private static float[] Softmax(float[] logits)
    {
        double[] scores = [.. logits.Select(logit => Math.Exp(logit - logits.Max()))];
        return [.. scores.Select(score => (float)(score / scores.Sum()))];
    }
}
