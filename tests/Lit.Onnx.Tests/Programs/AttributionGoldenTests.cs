using System.Runtime.InteropServices;
using System.Text.Json;
using Lit.Onnx.Graph;
using NUnit.Framework;

namespace Lit.Onnx.Programs;

/// <summary>Gradients and path integrals of trained models against recorded ones (Golden/Attribution).</summary>
public sealed class AttributionGoldenTests
{
    [Test]
    public void Texts_get_the_gradients_and_integrals_that_were_recorded()
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("review-sentiment", "model.onnx")));
        using var programs = new Programs(model, model.FindCut(null));
        foreach (var one in Cases("text-gradients.json"))
        {
            var ids = Numbers.Of(one.GetProperty("input").GetProperty("input_ids"));
            long length = ids.Shape[0];
            var input = new Dictionary<string, Numbers>
            {
                ["input_ids"] = new(ids.Values, [1, length]),
                ["attention_mask"] = Numbers.Filled(1, 1, length),
            };
            foreach (string part in (string[])["logit_predicted", "logit_other", "probability_predicted"])
            {
                var expected = one.GetProperty("expected").GetProperty(part);
                var kind = part.StartsWith("logit", StringComparison.Ordinal) ? ProgramTargetKind.Logit : ProgramTargetKind.Probability;
                input[ProgramNames.Class] = Numbers.Filled(expected.GetProperty("target").GetDouble(), 1);
                string where = $"{one.GetProperty("name")}, {part}";
                var found = programs.Gradient(kind).Run(input);
                Near(found[ProgramNames.Norm], expected.GetProperty("grad_l2"), 1e-4, where);
                Near(found[ProgramNames.Dot], expected.GetProperty("grad_dot_input"), 1e-4, where);
                if (expected.TryGetProperty("gradient", out var full))
                {
                    Near(found[ProgramNames.Gradient], full, 1e-4, where);
                }

                foreach (var integral in expected.EnumerateObject().Where(p => p.Name.StartsWith("ig/", StringComparison.Ordinal)))
                {
                    string[] name = integral.Name.Split('/');
                    bool tokens = name[1] != "zero_embedding";
                    input[ProgramNames.Baseline] = tokens
                        ? new([.. ids.Values.Select(id => id is 2 or 3 ? id : name[1].StartsWith("pad", StringComparison.Ordinal) ? 0 : 4)], [1, length])
                        : Numbers.Filled(0, 1, 1, 1);
                    var attributions = PathRules.Integrate(programs.Path(kind, new(tokens)), input, Rule(name));
                    Near(attributions, integral.Value.GetProperty("tokens"), 1e-3, $"{where}, {integral.Name}", 5e-5);
                }
            }
        }
    }

    [Test]
    public void Tabular_rows_get_the_gradients_and_integrals_that_were_recorded()
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("penguins-mlp", "model.onnx")));
        using var programs = new Programs(model, model.FindCut(null));
        var golden = Golden("penguins-attribution.json");
        var baselines = golden.GetProperty("how").GetProperty("baselines");
        foreach (var one in Cases("penguins-attribution.json"))
        {
            var row = Numbers.Of(one.GetProperty("input").GetProperty("features"));
            var input = new Dictionary<string, Numbers> { ["features"] = new(row.Values, [1, 9]) };
            foreach (var part in one.GetProperty("expected").GetProperty("deterministic").EnumerateObject())
            {
                var kind = part.Name.StartsWith("logit", StringComparison.Ordinal) ? ProgramTargetKind.Logit : ProgramTargetKind.Probability;
                input[ProgramNames.Class] = Numbers.Filled(part.Value.GetProperty("target").GetDouble(), 1);
                string where = $"{one.GetProperty("name")}, {part.Name}";
                Near(programs.Gradient(kind).Run(input)[ProgramNames.Gradient], part.Value.GetProperty("gradient"), 1e-4, where, 1e-7);
                foreach (var integral in part.Value.EnumerateObject().Where(p => p.Name.StartsWith("ig/", StringComparison.Ordinal)))
                {
                    string[] name = integral.Name.Split('/');
                    var baseline = Numbers.Of(baselines.GetProperty(name[1]));
                    input[ProgramNames.Baseline] = new(baseline.Values, [1, 9]);
                    var attributions = PathRules.Integrate(programs.Path(kind, new(PerElement: true)), input, Rule(name));
                    Near(attributions, integral.Value.GetProperty("attribution"), 1e-3, $"{where}, {integral.Name}", 1e-4);
                }
            }
        }
    }

    [Test]
    public void Both_inputs_of_a_mixed_table_get_the_gradients_that_were_recorded()
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("adult-mlp", "model.onnx")));
        using var numeric = new Programs(model, model.FindCut("numeric"));
        using var oneHot = new Programs(model, model.FindCut("one_hot"));
        foreach (var one in Cases("adult-attribution.json"))
        {
            var expected = one.GetProperty("expected");
            double[] logits = Numbers.Of(expected.GetProperty("logits")).Values;
            var input = new Dictionary<string, Numbers>
            {
                ["numeric"] = new(Numbers.Of(one.GetProperty("input").GetProperty("numeric")).Values, [1, 5]),
                ["categorical"] = new(Numbers.Of(one.GetProperty("input").GetProperty("codes")).Values, [1, 7]),
                [ProgramNames.Class] = Numbers.Filled(1, 1),
            };
            string name = one.GetProperty("name").GetString()!;
            var found = numeric.Gradient(ProgramTargetKind.Logit).Run(input);
            Assert.That(found[ProgramNames.Value].Values[0], Is.EqualTo(logits[1]).Within(1e-4), name);
            Near(found[ProgramNames.Gradient], expected.GetProperty("gradient_numeric"), 1e-4, name);
            Near(oneHot.Gradient(ProgramTargetKind.Logit).Run(input)[ProgramNames.Gradient], expected.GetProperty("gradient_one_hot"), 1e-4, name);
        }
    }

    [Test]
    public void Both_inputs_of_a_mixed_table_move_along_one_path()
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("adult-mlp", "model.onnx")));
        var cuts = new[] { model.FindCut("numeric"), model.FindCut("one_hot") };
        using var runner = new ProgramRunner(
            PathProgramBuilder.Build(model, cuts, new("logits", ProgramTargetKind.Logit), new(PerElement: true)));
        using var encode = new ProgramRunner(GradientProgramBuilder.Build(model, cuts[1], new("logits", ProgramTargetKind.Logit), GradientOutputs.Gradient | GradientOutputs.Input));
        var reference = Golden("adult-attribution.json").GetProperty("how").GetProperty("reference_row");
        var baseline = Feeds(reference);
        foreach (var one in Cases("adult-attribution.json"))
        {
            var feeds = Feeds(one.GetProperty("input"));
            feeds[ProgramNames.Baseline] = baseline["numeric"];
            feeds[$"{ProgramNames.Baseline}_1"] = encode.Run(baseline)[ProgramNames.Input];
            var oneHot = encode.Run(feeds)[ProgramNames.Input];
            var rule = PathRules.GaussLegendre(50);
            feeds[ProgramNames.Nodes] = new([.. rule.Select(r => r.Node)], [1, 50]);
            feeds[ProgramNames.Weights] = new([.. rule.Select(r => r.Weight)], [1, 50]);
            var expected = one.GetProperty("expected").GetProperty("ig_from_reference_row/gausslegendre/50");

            var found = runner.Run(feeds);

            string name = one.GetProperty("name").GetString()!;
            Near(found[ProgramNames.Attributions], expected.GetProperty("numeric"), 1e-3, name, 1e-4);
            double[] fields = Numbers.Of(expected.GetProperty("categorical_summed_over_one_hot")).Values;
            double[] columns = found[$"{ProgramNames.Attributions}_1"].Values;
            Assert.That(columns.Sum(), Is.EqualTo(fields.Sum()).Within(1e-4), name);
            Assert.That(columns.Zip(oneHot.Values, feeds[$"{ProgramNames.Baseline}_1"].Values).Where(c => c.Second == c.Third).Select(c => c.First), Is.All.Zero, name);
        }

        static Dictionary<string, Numbers> Feeds(JsonElement row) => new()
        {
            ["numeric"] = new(Numbers.Of(row.GetProperty("numeric")).Values, [1, 5]),
            ["categorical"] = new(Numbers.Of(row.GetProperty("codes")).Values, [1, 7]),
            [ProgramNames.Class] = Numbers.Filled(1, 1),
        };
    }

    [Test]
    public void Images_get_the_gradients_and_integrals_that_were_recorded()
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("fashion-cnn", "model.onnx")));
        using var programs = new Programs(model, model.FindCut(null));
        float[] recorded = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Golden("fashion-attribution.bin", out _))).ToArray();
        foreach (var one in Cases("fashion-attribution.json").Where(c => c.GetProperty("input").TryGetProperty("pixels", out _)))
        {
            var pixels = Numbers.Of(one.GetProperty("input").GetProperty("pixels"));
            var input = new Dictionary<string, Numbers> { ["image"] = new(pixels.Values, [1, 1, 28, 28]) };
            foreach (string part in (string[])["predicted", "second"])
            {
                var expected = one.GetProperty("expected").GetProperty(part);
                input[ProgramNames.Class] = Numbers.Filled(expected.GetProperty("target").GetDouble(), 1);
                string where = $"{one.GetProperty("name")}, {part}";
                Near(
                    programs.Gradient(ProgramTargetKind.Logit).Run(input)[ProgramNames.Gradient].Values,
                    Recorded(expected.GetProperty("gradient")),
                    1e-4,
                    0,
                    where);
                foreach (var integral in expected.EnumerateObject().Where(p => p.Name.StartsWith("ig/", StringComparison.Ordinal)))
                {
                    string[] name = integral.Name.Split('/');
                    double level = name[1].EndsWith("1.0", StringComparison.Ordinal) ? 1 : 0;
                    input[ProgramNames.Baseline] = Numbers.Filled(level, 1, 1, 1, 1);
                    var attributions = PathRules.Integrate(programs.Path(ProgramTargetKind.Logit, new(PerElement: true)), input, Rule(name), 10);
                    Near(attributions.Values, Recorded(integral.Value.GetProperty("attribution")), 1e-3, 1e-4, $"{where}, {integral.Name}");
                }
            }
        }

        double[] Recorded(JsonElement at) =>
            [.. recorded.AsSpan(at.GetProperty("bin_offset").GetInt32(), 28 * 28).ToArray().Select(v => (double)v)];
    }

    [Test]
    public void A_larger_encoder_gets_the_gradients_and_integrals_that_were_recorded()
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Shared("models", "minilm-sentiment", "model.onnx")));
        using var programs = new Programs(model, model.FindCut(null));
        foreach (var one in Cases("minilm-forward.json"))
        {
            if (!one.GetProperty("expected").TryGetProperty("gradient_logit_predicted", out var gradient))
            {
                continue;
            }

            var ids = Numbers.Of(one.GetProperty("input").GetProperty("input_ids"));
            var input = new Dictionary<string, Numbers>
            {
                ["input_ids"] = new(ids.Values, [1, ids.Shape[0]]),
                ["attention_mask"] = Numbers.Filled(1, 1, ids.Shape[0]),
                [ProgramNames.Class] = Numbers.Filled(one.GetProperty("input").GetProperty("predicted").GetDouble(), 1),
                [ProgramNames.Baseline] = Numbers.Filled(0, 1, 1, 1),
            };
            string where = one.GetProperty("name").GetString()!;
            var found = programs.Gradient(ProgramTargetKind.Logit).Run(input);
            Near(found[ProgramNames.Norm], gradient.GetProperty("grad_l2"), 1e-4, where);
            Near(found[ProgramNames.Dot], gradient.GetProperty("grad_dot_input"), 1e-3, where);
            var attributions = PathRules.Integrate(programs.Path(ProgramTargetKind.Logit, new()), input, PathRules.GaussLegendre(32), 8);
            Near(attributions, one.GetProperty("expected").GetProperty("ig_logit_predicted/zero_embedding/gausslegendre/32").GetProperty("tokens"), 1e-3, where, 1e-4);
        }
    }

    private static (double, double)[] Rule(string[] name) =>
        PathRules.Named(name[2], int.Parse(name[3], System.Globalization.CultureInfo.InvariantCulture));

    private static void Near(Numbers found, JsonElement expected, double relative, string where, double absolute = 0) =>
        Near(found.Values, Numbers.Of(expected).Values, relative, absolute, where);

    /// <summary>Compares with the greatest absolute value expected, or absolutely, whichever allows more.</summary>
    private static void Near(double[] found, double[] expected, double relative, double absolute, string where)
    {
        Assert.That(found, Has.Length.EqualTo(expected.Length), where);
        double allowed = Math.Max(relative * expected.Max(Math.Abs), absolute);
        double worst = found.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
        Assert.That(worst, Is.LessThanOrEqualTo(allowed), where);
    }

    private static string Golden(string name, out string path) => path = TestFiles.Golden(Path.Combine("Attribution", name));

    private static JsonElement Golden(string name) => JsonDocument.Parse(File.ReadAllText(Golden(name, out _))).RootElement;

    private static JsonElement[] Cases(string name) => [.. Golden(name).GetProperty("cases").EnumerateArray()];

    /// <summary>The programs of one model, each built once.</summary>
    private sealed class Programs(DifferentiableModel model, CutPoint cut) : IDisposable
    {
        private readonly Dictionary<object, ProgramRunner> _runners = [];

        public ProgramRunner Gradient(ProgramTargetKind kind) => Get(kind, () => GradientProgramBuilder.Build(
            model,
            cut,
            new("logits", kind),
            GradientOutputs.Gradient | GradientOutputs.Norm | GradientOutputs.Dot));

        public ProgramRunner Path(ProgramTargetKind kind, PathOptions options) =>
            Get((kind, options), () => PathProgramBuilder.Build(model, cut, new("logits", kind), options));

        public void Dispose()
        {
            foreach (var runner in _runners.Values)
            {
                runner.Dispose();
            }
        }

        private ProgramRunner Get(object key, Func<GradientProgram> build)
        {
            if (!_runners.TryGetValue(key, out var runner))
            {
                _runners[key] = runner = new(build());
            }

            return runner;
        }
    }
}
