using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using Lit.Api.Attribution;
using NUnit.Framework;

namespace Lit.Onnx.Models;

/// <summary>Recorded gradients of the log-probabilities of tokens.</summary>
public sealed class SequenceGoldenTests
{
    private static readonly Target Continuation = Target.Continuation("input_ids", "target_mask");

    [Test]
    public async Task Gradients_of_a_continuation()
    {
        using OnnxModel model = await Lm();
        foreach (JsonElement golden in Cases("lm-salience.json"))
        {
            Example text = LmText(golden);
            JsonElement expected = golden.At("expected");
            InputGradient whole = await Gradient(model, text, Continuation);
            JsonElement sequence = expected.At("sequence(log-likelihood of the target)");

            Assert.That(whole.Value, Is.EqualTo(expected.At("target_log_prob").GetDouble()).Within(1e-3), golden.Name());
            Close.Assert(Norms(whole), sequence.At("grad_l2").Floats(), golden, $"{golden.Name()} norm");
            Close.Assert(Dots(whole), sequence.At("grad_dot_input").Floats(), golden, $"{golden.Name()} dot");
            int tokens = expected.At("per_target_token_grad_l2").GetArrayLength();
            float[] logs = expected.At("target_token_log_probs").Floats();
            for (int i = 0; i < tokens; i++)
            {
                InputGradient one = await Gradient(model, text, Target.Continuation("input_ids", "target_mask", position: i));

                Assert.That(one.Value, Is.EqualTo(logs[i]).Within(1e-3), golden.Name());
                CompareStart(Norms(one), expected.At("per_target_token_grad_l2")[i], golden, $"{golden.Name()} norm of {i}");
                CompareStart(Dots(one), expected.At("per_target_token_grad_dot_input")[i], golden, $"{golden.Name()} dot of {i}");
            }
        }
    }

    [Test]
    public async Task Gradients_of_one_token_against_another()
    {
        using OnnxModel model = await Lm();
        foreach (JsonElement golden in Cases("lm-salience.json"))
        {
            if (!golden.At("expected").TryGetProperty("contrast", out JsonElement contrast))
            {
                continue;
            }

            Example text = Ids(contrast.At("context_ids").Floats());
            int wanted = contrast.At("target_id").GetInt32();
            int foil = contrast.At("foil_id").GetInt32();
            Target against = Target.Expression(o => o["logits"][-1, wanted] - o["logits"][-1, foil]);
            InputGradient both = await Gradient(model, text, against);
            InputGradient one = await Gradient(model, text, Target.Expression(o => o["logits"][-1].LogSoftmax()[wanted]));
            InputGradient other = await Gradient(model, text, Target.Expression(o => o["logits"][-1].LogSoftmax()[foil]));

            Assert.That(one.Value, Is.EqualTo(contrast.At("log_prob_target").GetDouble()).Within(1e-3));
            Assert.That(both.Value, Is.EqualTo(one.Value - other.Value).Within(1e-4));
            Close.Assert(Norms(both), contrast.At("grad_l2").Floats(), golden, $"{golden.Name()} norm");
            Close.Assert(Dots(both), contrast.At("grad_dot_input").Floats(), golden, $"{golden.Name()} dot");
            Close.Assert(Dots(one), contrast.At("target_only_grad_dot_input").Floats(), golden, $"{golden.Name()} target");
            Close.Assert(Dots(other), contrast.At("foil_only_grad_dot_input").Floats(), golden, $"{golden.Name()} foil");
            if (golden.At("expected").TryGetProperty("ig_contrast/zero/gausslegendre/50", out JsonElement path))
            {
                PathIntegral found = await Integrate(model, text, against, Baseline.Zero, Rules.GaussLegendre(50));
                Close.Assert(GoldenJson.Floats(found.Attributions), path.At("tokens").Floats(), golden, $"{golden.Name()} path");
            }
        }
    }

    [TestCase("gausslegendre")]
    [TestCase("riemann_trapezoid")]
    public async Task Integrated_gradients_of_a_continuation(string method)
    {
        using OnnxModel model = await Lm();
        foreach (JsonElement golden in Cases("lm-salience.json"))
        {
            Example text = LmText(golden);
            InputGradient start = await Gradient(model, text, Continuation);
            int prompt = golden.At("input", "prompt_ids").GetArrayLength();
            JsonElement expected = golden.At("expected");
            await Compare("all_positions_zero", Baseline.Zero);
            await Compare("prompt_zero_target_kept", Baseline.Constant(Kept(start, prompt, replacement: null)));

            async Task Compare(string name, Baseline baseline)
            {
                JsonElement path = expected.At($"ig_target_log_prob/{name}/{method}/50");
                PathIntegral found = await Integrate(model, text, Continuation, baseline, Rules.Of(method, 50));

                Close.Assert(GoldenJson.Floats(found.Attributions), path.At("tokens").Floats(), golden, $"{golden.Name()} {name}");
            }
        }
    }

    [Test]
    public async Task Attributions_of_prompts_as_a_peer_gives_them()
    {
        using OnnxModel model = await Lm();
        float[] pad = GoldenJson.Floats((await Gradient(model, Ids([0, 0]), Target.Continuation("input_ids"))).Values)[..128];
        foreach (JsonElement golden in Cases("lm-salience.json"))
        {
            Example text = LmText(golden);
            InputGradient start = await Gradient(model, text, Continuation);
            int prompt = golden.At("input", "prompt_ids").GetArrayLength();
            JsonElement peer = golden.At("expected", "captum_llm");
            PathIntegral path = await Integrate(
                model, text, Continuation, Baseline.Constant(Kept(start, prompt, pad)), Rules.GaussLegendre(50));

            Close.Assert(Dots(start)[1..prompt], peer.At("layer_gradient_x_activation_tokens", "seq_attr").Floats(), golden, golden.Name());
            Close.Assert(
                GoldenJson.Floats(path.Attributions)[1..prompt],
                peer.At("layer_integrated_gradients_tokens_pad_baseline_50", "seq_attr").Floats(),
                golden,
                golden.Name());
        }
    }

    [Test]
    public async Task Gradients_of_a_source_go_through_the_files_of_decoder_and_encoder()
    {
        using OnnxModel encoder = await OnnxModel.LoadAsync(TestFiles.Model("e2e-seq2seq", "encoder.onnx"));
        using OnnxModel decoder = await OnnxModel.LoadAsync(TestFiles.Model("e2e-seq2seq", "decoder.onnx"));
        foreach (JsonElement golden in Cases("seq2seq-salience.json"))
        {
            JsonElement expected = golden.At("expected");
            int steps = expected.At("token_log_probs").GetArrayLength();
            float[] logs = expected.At("token_log_probs").Floats();

            InputGradient whole = await Source(Target.Labels("labels"), logs.Sum(number => (double)number));
            Close.Assert(Norms(whole), expected.At("source_grad_l2").Floats(), golden, $"{golden.Name()} norm");
            Close.Assert(Dots(whole), expected.At("source_grad_dot_input").Floats(), golden, $"{golden.Name()} dot");
            for (int i = 0; i < steps; i++)
            {
                InputGradient one = await Source(Target.Labels("labels", position: i), logs[i]);
                Close.Assert(
                    Dots(one), expected.At("per_output_token_source_grad_dot_input")[i].Floats(), golden, $"{golden.Name()} {i}");
            }

            async Task<InputGradient> Source(Target target, double value)
            {
                Tensor<float> source = Row(golden.At("input", "input_ids").Floats());
                Tensor<float> mask = Row([.. Enumerable.Repeat(1f, (int)source.FlattenedLength)]);
                Example read = new([new("input_ids", source), new("attention_mask", mask)]);
                float[] written = expected.At("greedy_ids").Floats();
                InputGradient hidden = await encoder.GradientsAsync(
                    [read], new GradientRequest { Input = "encoder_hidden_state", Target = Target.Expression(o => o["encoder_hidden_state"].Sum()) }).FirstAsync();
                Example decoded = new(
                [
                    new("decoder_input_ids", Row(written[..^1])), new("encoder_hidden_state", hidden.Values),
                    new("encoder_attention_mask", mask), new("labels", Row(written[1..])),
                ]);
                InputGradient back = await decoder.GradientsAsync(
                    [decoded], new GradientRequest { Input = "encoder_hidden_state", Target = target }).FirstAsync();
                Assert.That(back.Value, Is.EqualTo(value).Within(1e-3), golden.Name());

                // The chain rule across two files: what comes back from one is what the outputs of the other are weighed with.
                Example weighed = new([.. read, new("back", back.Gradients)]);
                return await encoder.GradientsAsync([weighed], new GradientRequest
                {
                    Target = Target.Expression(o => (o["encoder_hidden_state"] * TargetExpression.Field("back", 2)).Sum()),
                }).FirstAsync();
            }
        }
    }

    private static JsonElement[] Cases(string name)
    {
        JsonElement[] cases = [.. GoldenJson.Load("Attribution", name).Cases()];
        Assert.That(cases, Is.Not.Empty);
        return cases;
    }

    private static Task<OnnxModel> Lm() => OnnxModel.LoadAsync(TestFiles.Model("tiny-lm", "model.onnx"));

    private static ValueTask<InputGradient> Gradient(OnnxModel model, Example text, Target target) =>
        model.GradientsAsync([text], new GradientRequest { Target = target }).FirstAsync();

    private static ValueTask<PathIntegral> Integrate(
        OnnxModel model, Example text, Target target, Baseline baseline, QuadratureRule rule) => model.IntegrateAsync(
            [text], new PathRequest { Target = target, Baseline = baseline, Rule = rule }).FirstAsync();

    private static Example LmText(JsonElement golden)
    {
        float[] prompt = golden.At("input", "prompt_ids").Floats();
        float[] target = golden.At("input", "target_ids").Floats();
        return new([.. Ids([.. prompt, .. target]), new("target_mask", Row([.. prompt.Select(_ => 0f), .. target.Select(_ => 1f)]))]);
    }

    private static Example Ids(float[] ids) => new(
    [
        new("input_ids", Row(ids)),
        new("attention_mask", Row([.. ids.Select(_ => 1f)])),
        new("position_ids", Row([.. ids.Select((_, i) => (float)i)])),
    ]);

    private static Tensor<float> Row(float[] numbers) => Tensor.Create<float>(numbers);

    /// <summary>The embeddings of a text with those of its prompt replaced: by zeros, or all but the first by one vector.</summary>
    private static Tensor<float> Kept(InputGradient start, int prompt, float[]? replacement)
    {
        float[] values = GoldenJson.Floats(start.Values);
        int width = (int)start.Values.Lengths[1];
        for (int token = replacement is null ? 0 : 1; token < prompt; token++)
        {
            (replacement ?? new float[width]).CopyTo(values, token * width);
        }

        return Tensor.Create(values, start.Values.Lengths, []);
    }

    private static float[] Norms(InputGradient gradient)
    {
        int width = (int)gradient.Gradients.Lengths[1];
        return [.. GoldenJson.Floats(gradient.Gradients).Chunk(width).Select(row => (float)Math.Sqrt(row.Sum(g => (double)g * g)))];
    }

    private static float[] Dots(InputGradient gradient)
    {
        int width = (int)gradient.Gradients.Lengths[1];
        float[] values = GoldenJson.Floats(gradient.Values);
        return
        [
            .. GoldenJson.Floats(gradient.Gradients).Chunk(width)
                .Select((row, token) => (float)row.Select((g, i) => (double)g * values[(token * width) + i]).Sum()),
        ];
    }

    /// <summary>Compares up to what was recorded; tokens behind the one that is predicted have no part in it.</summary>
    private static void CompareStart(float[] found, JsonElement expected, JsonElement golden, string what)
    {
        float[] numbers = expected.Floats();
        Close.Assert(found[..numbers.Length], numbers, golden, what);
        Assert.That(found[numbers.Length..], Is.All.EqualTo(0), what);
    }
}
