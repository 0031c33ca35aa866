using Lit.Onnx.Graph;
using NUnit.Framework;

namespace Lit.Onnx.Programs;

/// <summary>What programs promise about targets, batches, masks and the graphs that they are made of.</summary>
public sealed class GradientProgramTests
{
    private static readonly Dictionary<string, Numbers> Row = new()
    {
        ["x"] = new([0.7, -1.2, 0.4], [1, 3]),
        [ProgramNames.Class] = Numbers.Filled(1, 1),
        [ProgramNames.Against] = Numbers.Filled(0, 1),
    };

    [Test]
    public void A_logit_is_looked_for_in_front_of_a_final_softmax()
    {
        var model = Classifier("Softmax");

        Assert.That(Value(model, ProgramTargetKind.Logit, "scores"), Is.EqualTo(Value(model, ProgramTargetKind.Value, "logits")).Within(1e-6));
    }

    [Test]
    public void The_scales_of_a_class_agree_with_each_other()
    {
        var model = Classifier("Softmax");
        double probability = Value(model, ProgramTargetKind.Probability, "scores");

        Assert.That(Value(model, ProgramTargetKind.Value, "scores"), Is.EqualTo(probability).Within(1e-6));
        Assert.That(Value(model, ProgramTargetKind.LogProbability, "scores"), Is.EqualTo(Math.Log(probability)).Within(1e-6));
        Assert.That(Value(model, ProgramTargetKind.Loss, "scores"), Is.EqualTo(-Math.Log(probability)).Within(1e-6));
        Assert.That(
            Value(model, ProgramTargetKind.Margin, "scores"),
            Is.EqualTo(Math.Log(probability) - Value(model, ProgramTargetKind.LogProbability, "scores", 0)).Within(1e-5));
    }

    [Test]
    public void Labels_that_do_not_exclude_each_other_have_probabilities_of_their_own()
    {
        var model = Classifier("Sigmoid");
        double probability = Value(model, ProgramTargetKind.Value, "scores");

        Assert.That(Value(model, ProgramTargetKind.Probability, "scores"), Is.EqualTo(probability).Within(1e-6));
        Assert.That(Value(model, ProgramTargetKind.LogProbability, "scores"), Is.EqualTo(Math.Log(probability)).Within(1e-6));
    }

    [Test]
    public void A_single_logit_stands_for_two_classes()
    {
        var model = new SmallGraph().Input("x", "batch", "3").Constant("w", [1, 2, 3], 3, 1)
            .Node("MatMul", ["x", "w"], "logit").Node("Sigmoid", ["logit"], "scores").Output("scores").Model();

        double positive = Value(model, ProgramTargetKind.Probability, "scores");
        Assert.That(Value(model, ProgramTargetKind.Probability, "scores", 0), Is.EqualTo(1 - positive).Within(1e-6));
        Assert.That(Value(model, ProgramTargetKind.Logit, "scores", 0), Is.EqualTo(-Value(model, ProgramTargetKind.Logit, "scores")).Within(1e-6));
        Assert.That(Value(model, ProgramTargetKind.LogProbability, "scores"), Is.EqualTo(Math.Log(positive)).Within(1e-6));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Neither_batch_nor_padding_nor_threads_nor_runs_change_an_attribution(int threads)
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("review-sentiment", "model.onnx")));
        using var runner = new ProgramRunner(
            PathProgramBuilder.Build(model, model.FindCut(null), new("logits", ProgramTargetKind.Logit), new()),
            threads);
        double[][] texts = [[2, 43, 1448, 134, 559, 384, 18, 3], [2, 51, 341, 3789, 3129, 4206, 976, 18, 3], [2, 43, 3]];
        var rule = PathRules.GaussLegendre(8);
        long width = texts.Max(t => t.Length) + 4;
        var together = PathRules.Integrate(runner, Feeds(texts, width), rule);
        for (int i = 0; i < texts.Length; i++)
        {
            var alone = PathRules.Integrate(runner, Feeds([texts[i]], texts[i].Length), rule, stepsPerRun: 3);
            for (int t = 0; t < width; t++)
            {
                double expected = t < texts[i].Length ? alone[0, t] : 0;
                Assert.That(together[i, t], Is.EqualTo(expected).Within(1e-5), $"text {i}, token {t}");
            }
        }
    }

    [Test]
    public void A_row_that_is_masked_everywhere_leaves_gradients_finite()
    {
        // p = softmax(x + mask), repaired where the whole row is masked.
        var model = new SmallGraph().Input("x", "batch", "3").Constant("mask", [0, 0, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity], 2, 3)
            .Constant("zero", [0]).Constant("v", [1, 2, 3], 3, 1)
            .Node("Add", ["x", "mask"], "scores").Node("Softmax", ["scores"], "p", n => n.Set("axis", -1))
            .Node("IsNaN", ["p"], "bad").Node("Where", ["bad", "zero", "p"], "repaired")
            .Node("MatMul", ["repaired", "v"], "y").Output("y").Model();
        using var runner = new ProgramRunner(GradientProgramBuilder.Build(model, model.FindCut(null), new("y", ProgramTargetKind.Value)));

        var gradient = runner.Run(new Dictionary<string, Numbers>
        {
            ["x"] = new([0.5, 1, -1, 2, 0, 1], [2, 3]),
            [ProgramNames.Class] = Numbers.Filled(0, 2),
        })[ProgramNames.Gradient];

        double p = 1 / (1 + Math.Exp(-0.5));
        Assert.That(gradient.Values, Is.EqualTo(new[] { -p * (1 - p), p * (1 - p), 0, 0, 0, 0 }).Within(1e-6));
    }

    [Test]
    public void Nothing_at_run_time_decides_what_broadcasting_repeated()
    {
        foreach (string file in (string[])["model.onnx", "model-dynamo.onnx"])
        {
            var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("zoo", "bert", file)));
            var program = GradientProgramBuilder.Build(model, model.FindCut(null), new("logits", ProgramTargetKind.Logit));

            Assert.That(OnnxFile.Parse(program.Model).Model.Graph.Node.Select(n => n.OpType), Has.None.EqualTo("NonZero"), file);
        }
    }

    [Test]
    public void No_gradient_of_a_weight_is_computed()
    {
        var model = new DifferentiableModel(OnnxFile.Load(TestFiles.Model("zoo", "bert", "model.onnx")));
        var forward = GradientProgramBuilder.Build(model, model.FindCut(null), new("logits", ProgramTargetKind.Logit), GradientOutputs.None);
        var gradient = GradientProgramBuilder.Build(model, model.FindCut(null), new("logits", ProgramTargetKind.Logit));

        // Each product of activations and weights has one in the backward pass, each product of activations has two.
        int products = Count(forward, "MatMul");
        int ofActivations = 2 * 2; // two layers, scores and context
        Assert.That(Count(gradient, "MatMul"), Is.EqualTo((2 * products) + ofActivations));

        static int Count(GradientProgram program, string op) => program.Proto.Graph.Node.Count(n => n.OpType == op || n.OpType == $"Fused{op}");
    }

    [Test]
    public void A_classifier_of_the_first_token_does_the_work_of_the_last_layer_for_that_token_alone()
    {
        var graph = new OnnxGraph(OnnxFile.Load(TestFiles.Model("zoo", "bert", "model.onnx")));
        OpsetLifter.Lift(graph);
        GraphCleaner.Clean(graph);
        foreach (var output in graph.Proto.Output.Where(o => o.Name != "logits").ToArray())
        {
            graph.Proto.Output.Remove(output);
        }

        graph.RemoveUnused();
        GraphRewriter.Apply(graph, keep: []);

        var widths = graph.Proto.Node.Where(n => n.OpType == "Gelu").Select(n => graph.Facts[n.Output[0]].Shape![1].ToString());
        Assert.That(widths, Is.EqualTo(new[] { "sequence", "1" }));
    }

    [TestCase("Gather")]
    [TestCase("Slice")]
    public void Scores_of_the_last_token_are_made_of_its_row_alone(string pick)
    {
        double[] weights = [.. Enumerable.Range(0, 32).Select(i => Math.Sin(i))];
        var small = new SmallGraph().Input("x", "batch", "tokens", "4").Constant("w", weights, 4, 8).Constant("bias", weights[..8], 8)
            .Integers("last", -1).Integers("end", long.MaxValue).Integers("axis", 1)
            .Node("Tanh", ["x"], "h").Node("MatMul", ["h", "w"], "product").Node("Add", ["product", "bias"], "scores");
        small = pick == "Gather"
            ? small.Node("Gather", ["scores", "last"], "row", n => n.Set("axis", 1))
            : small.Node("Slice", ["scores", "last", "end", "axis"], "row");
        var file = small.Node("Squeeze", ["row", "axis"], "y").Output("y").File();
        var graph = new OnnxGraph(file);
        OpsetLifter.Lift(graph);

        GraphRewriter.Apply(graph, keep: ["x"]);

        var product = graph.Proto.Node.Single(n => n.OpType == "MatMul");
        Assert.That(graph.Facts[product.Output[0]].Shape!.Select(d => d.ToString()), Is.EqualTo(new[] { "batch", "1", "8" }));
        using var runner = new ProgramRunner(
            GradientProgramBuilder.Build(new(file), new DifferentiableModel(file).FindCut(null), new("y", ProgramTargetKind.Value)));
        double[] x = [.. Enumerable.Range(0, 12).Select(i => 0.1 * i)];
        var results = runner.Run(new Dictionary<string, Numbers> { ["x"] = new(x, [1, 3, 4]), [ProgramNames.Class] = Numbers.Filled(5, 1) });
        double[] expected =
        [
            .. new double[8], .. Enumerable.Range(0, 4).Select(i => weights[(i * 8) + 5] * (1 - Math.Pow(Math.Tanh(x[8 + i]), 2))),
        ];
        Assert.That(results[ProgramNames.Gradient].Values, Is.EqualTo(expected).Within(1e-6));
        Assert.That(
            results[ProgramNames.Value].Values[0],
            Is.EqualTo(weights[5] + Enumerable.Range(0, 4).Sum(i => weights[(i * 8) + 5] * Math.Tanh(x[8 + i]))).Within(1e-6));
    }

    [Test]
    public void Both_spellings_of_layer_normalisation_and_of_the_activation_become_one_operator()
    {
        var graph = new OnnxGraph(new SmallGraph(14).Input("x", "batch", "tokens", "4")
            .Constant("two", [2]).Constant("eps", [1e-5]).Constant("scale", [1, 2, 3, 4], 4).Constant("shift", [0, 1, 0, 1], 4)
            .Constant("root", [Math.Sqrt(2)]).Constant("one", [1]).Constant("half", [0.5])
            .Node("ReduceMean", ["x"], "mean", n => { n.Set("axes", [-1]); n.Set("keepdims", 1); }).Node("Sub", ["x", "mean"], "d")
            .Node("Pow", ["d", "two"], "square").Node("ReduceMean", ["square"], "variance", n => { n.Set("axes", [-1]); n.Set("keepdims", 1); })
            .Node("Add", ["variance", "eps"], "sum").Node("Sqrt", ["sum"], "deviation").Node("Div", ["d", "deviation"], "normal")
            .Node("Mul", ["normal", "scale"], "scaled").Node("Add", ["scaled", "shift"], "n")
            .Node("Div", ["n", "root"], "u").Node("Erf", ["u"], "e").Node("Add", ["e", "one"], "f").Node("Mul", ["n", "f"], "g")
            .Node("Mul", ["g", "half"], "y").Output("y").File());
        OpsetLifter.Lift(graph);

        GraphRewriter.Apply(graph, keep: ["x"]);

        Assert.That(graph.Proto.Node.Select(n => n.OpType), Is.EqualTo(new[] { "LayerNormalization", "Gelu" }));
    }

    [Test]
    public void A_model_for_a_fixed_number_of_rows_says_so()
    {
        var model = new SmallGraph().Input("x", "4", "3").Constant("w", [1, 2, 3], 3, 1)
            .Node("MatMul", ["x", "w"], "y").Output("y").Model();
        var program = PathProgramBuilder.Build(model, model.FindCut(null), new("y", ProgramTargetKind.Value), new(PerElement: true));
        using var runner = new ProgramRunner(program);

        var attributions = PathRules.Integrate(
            runner,
            new Dictionary<string, Numbers>
            {
                ["x"] = new([1, 2, 3], [1, 3]),
                [ProgramNames.Class] = Numbers.Filled(0, 1),
                [ProgramNames.Baseline] = Numbers.Filled(0, 1, 1),
            },
            PathRules.GaussLegendre(4));

        Assert.That(program.FixedRows, Is.EqualTo(4));
        Assert.That(attributions.Values, Is.EqualTo(new double[] { 1, 4, 9 }).Within(1e-5));
    }

    private static DifferentiableModel Classifier(string normalizer) => new SmallGraph().Input("x", "batch", "3")
        .Constant("w", [0.3, -1, 2, 0.5, 0.7, -0.2], 3, 2)
        .Node("MatMul", ["x", "w"], "logits").Node(normalizer, ["logits"], "scores")
        .Output("logits").Output("scores").Model();

    private static double Value(DifferentiableModel model, ProgramTargetKind kind, string output, int ofClass = 1)
    {
        using var runner = new ProgramRunner(GradientProgramBuilder.Build(model, model.FindCut(null), new(output, kind)));
        return runner.Run(new Dictionary<string, Numbers>(Row) { [ProgramNames.Class] = Numbers.Filled(ofClass, 1) })
            [ProgramNames.Value].Values[0];
    }

    private static Dictionary<string, Numbers> Feeds(double[][] texts, long width) => new()
    {
        ["input_ids"] = new([.. texts.SelectMany(t => t.Concat(new double[width - t.Length]))], [texts.Length, width]),
        ["attention_mask"] = new([.. texts.SelectMany(t => t.Select(_ => 1.0).Concat(new double[width - t.Length]))], [texts.Length, width]),
        [ProgramNames.Class] = Numbers.Filled(1, texts.Length),
        [ProgramNames.Baseline] = Numbers.Filled(0, 1, 1, 1),
    };
}
