using Lit.Onnx.Programs;
using NUnit.Framework;

namespace Lit.Onnx.Autodiff.Recurrent;

/// <summary>Recurrent operators against central differences of their equations in double precision.</summary>
public sealed class RecurrentGradientTests
{
    private const int Points = 24;

    private static readonly RecurrentCase[] Cases =
    [
        .. from op in (string[])["LSTM", "GRU", "RNN"]
           from direction in (string[])["forward", "reverse", "bidirectional"]
           from lengths in (bool[])[false, true]
           select new RecurrentCase(op, $"{direction}{(lengths ? ", sequences of several lengths" : "")}")
           {
               Direction = direction, Lengths = lengths ? [5, 2, 4] : null,
           },
        .. from op in (string[])["LSTM", "GRU", "RNN"]
           from change in Variants(op)
           select change,
        .. from name in (string[])["Relu", "Affine", "LeakyRelu", "ThresholdedRelu", "ScaledTanh", "HardSigmoid", "Elu", "Softsign", "Softplus"]
           select new RecurrentCase("RNN", $"activation {name}") { Activations = [name] },
        .. from name in (string[])["Affine", "LeakyRelu", "ThresholdedRelu", "ScaledTanh", "HardSigmoid", "Elu"]
           select new RecurrentCase("RNN", $"activation {name} with parameters") { Activations = [name], Alphas = [0.4f], Betas = [0.3f] },
        new("RNN", "activation with parameters, one for each direction")
        {
            Direction = "bidirectional", Activations = ["LeakyRelu", "ScaledTanh"], Alphas = [0.2f, 0.9f], Betas = [0.7f],
        },
        new("GRU", "linear before reset") { LinearBeforeReset = true },
        new("GRU", "linear before reset, both directions, lengths") { LinearBeforeReset = true, Direction = "bidirectional", Lengths = [3, 5, 1] },
        new("GRU", "linear before reset without bias") { LinearBeforeReset = true, Bias = false },
        new("GRU", "other activations") { Activations = ["HardSigmoid", "Softsign"], Alphas = [0.3f], Betas = [0.4f] },
        new("LSTM", "peepholes") { Peepholes = true },
        new("LSTM", "peepholes, both directions, lengths") { Peepholes = true, Direction = "bidirectional", Lengths = [5, 1, 3] },
        new("LSTM", "coupled gates") { CoupledGates = true },
        new("LSTM", "coupled gates, peepholes") { CoupledGates = true, Peepholes = true },
        new("LSTM", "other activations") { Activations = ["HardSigmoid", "Elu", "Softsign"], Alphas = [0.3f, 0.8f], Betas = [0.4f] },
        new("LSTM", "only the last cell") { Read = [false, false, true] },
    ];

    [TestCaseSource(nameof(Names))]
    public void Gradients_agree_with_central_differences(string name)
    {
        var one = Cases.Single(c => c.ToString() == name);
        foreach (bool fixedShapes in (bool[])[true, false])
        {
            for (int seed = 1; seed <= 2; seed++)
            {
                Compare(one, seed * 100, fixedShapes);
            }
        }
    }

    [TestCase("W")]
    [TestCase("R")]
    [TestCase("B")]
    public void Weights_that_depend_on_the_input_are_refused_by_name(string weight)
    {
        var one = new RecurrentCase("GRU", "");
        var graph = new RecurrentModel(one, new(one, 1)).Graph(fixedShapes: true);

        var coverage = new Differentiator(graph, GradientRules.Default).Coverage([weight], "Y");

        Assert.That(coverage.Single().Status, Is.EqualTo(CoverageStatus.Unsupported));
        Assert.That(coverage.Single().ToString(), Is.EqualTo(
            $"GRU at 'cell': its weights {weight} depend on what is differentiated by; only X and the initial states may"));
    }

    [Test]
    public void Unknown_activations_are_refused_by_name()
    {
        var one = new RecurrentCase("RNN", "") { Activations = ["Swish"] };
        var graph = new RecurrentModel(one, new(one, 1)).Graph(fixedShapes: true);

        Assert.That(
            new Differentiator(graph, GradientRules.Default).Coverage(["X"], "Y").Single().Detail,
            Is.EqualTo("its attribute activations names 'Swish', which has no derivative here"));
    }

    private static IEnumerable<RecurrentCase> Variants(string op) =>
    [
        new(op, "without bias and initial states") { Bias = false, InitialStates = false },
        new(op, "only the last state") { Read = [false, true, false] },
        new(op, "only the last state, backwards, lengths") { Read = [false, true, false], Direction = "reverse", Lengths = [2, 5, 3] },
        new(op, "only the states of all steps") { Read = [true, false, false], Direction = "bidirectional" },
        new(op, "one step") { Steps = 1, Direction = "bidirectional" },
        new(op, "clipped") { Clip = 0.35 },
        new(op, "batch first") { BatchFirst = true, Direction = "bidirectional" },
    ];

    private static void Compare(RecurrentCase one, int seed, bool fixedShapes)
    {
        var reference = new RecurrentReference(one, seed);
        var model = new RecurrentModel(one, reference);
        int states = one.Directions * one.Batch * one.Hidden;
        double[] x = RecurrentReference.Draw(one.Steps * one.Batch * one.Width, seed + 11, 1);
        double[] h0 = RecurrentReference.Draw(states, seed + 12, one.InitialStates ? 0.8 : 0);
        double[] c0 = RecurrentReference.Draw(states, seed + 13, one.InitialStates ? 0.8 : 0);
        double[][] weights =
        [
            RecurrentReference.Draw(one.Steps * states, seed + 14, one.Read[0] ? 1 : 0),
            RecurrentReference.Draw(states, seed + 15, one.Read[1] ? 1 : 0),
            RecurrentReference.Draw(states, seed + 16, one.Operator == "LSTM" && one.Read[2] ? 1 : 0),
        ];

        var results = model.Run(Feeds(), Cotangents(), fixedShapes);

        var (y, last, cell) = reference.Run(x, h0, c0);
        if (one.Read[0])
        {
            Assert.That(FromModel(results["Y"]).RelativeError(new(y, [])), Is.LessThan(2e-6), "the forward pass itself");
        }

        if (one.Read[1])
        {
            Assert.That(FromModel(results["Y_h"]).RelativeError(new(last, [])), Is.LessThan(2e-6), "the last state itself");
        }

        Assert.That(cell, Has.Length.EqualTo(states));
        var random = new TestRandom(seed);
        foreach (var (name, values) in (ReadOnlySpan<(string, double[])>)[("X", x), ("h0", h0), ("c0", c0)])
        {
            if (!model.Wanted.Contains(name))
            {
                continue;
            }

            double[] gradient = FromModel(results[$"d{name}"]).Values;
            Assert.That(gradient, Has.Length.EqualTo(values.Length), name);
            foreach (int at in random.Some(values.Length, Points))
            {
                const double Step = 1e-5;
                double difference = (Loss(values, at, Step) - Loss(values, at, -Step)) / (2 * Step);
                Assert.That(gradient[at], Is.EqualTo(difference).Within(2e-5 * (1 + Math.Abs(difference))), $"{name}[{at}], seed {seed}, fixed {fixedShapes}");
            }
        }

        double Loss(double[] values, int at, double by)
        {
            double kept = values[at];
            values[at] += by;
            var (a, b, c) = reference.Run(x, h0, c0);
            values[at] = kept;
            return Dot(a, weights[0]) + Dot(b, weights[1]) + Dot(c, weights[2]);
        }

        Dictionary<string, Numbers> Feeds()
        {
            var feeds = new Dictionary<string, Numbers>
            {
                ["X"] = ToModel(x, one.Steps, one.Batch, one.Width),
                ["h0"] = ToModel(h0, one.Directions, one.Batch, one.Hidden),
                ["c0"] = ToModel(c0, one.Directions, one.Batch, one.Hidden),
            };
            if (one.Lengths is not null)
            {
                feeds["lengths"] = new([.. one.Lengths.Select(l => (double)l)], [one.Batch]);
            }

            return feeds;
        }

        Dictionary<string, Numbers> Cotangents() => new()
        {
            ["Y"] = one.BatchFirst
                ? Swap(weights[0], [one.Steps, one.Directions, one.Batch, one.Hidden], [2, 0, 1, 3])
                : new(weights[0], [one.Steps, one.Directions, one.Batch, one.Hidden]),
            ["Y_h"] = ToModel(weights[1], one.Directions, one.Batch, one.Hidden),
            ["Y_c"] = ToModel(weights[2], one.Directions, one.Batch, one.Hidden),
        };

        Numbers ToModel(double[] values, params long[] shape) => one.BatchFirst ? Swap(values, shape, [1, 0, 2]) : new(values, shape);

        Numbers FromModel(Numbers values)
        {
            if (!one.BatchFirst)
            {
                return values;
            }

            return values.Shape.Length == 4 ? Swap(values.Values, values.Shape, [1, 2, 0, 3]) : Swap(values.Values, values.Shape, [1, 0, 2]);
        }
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum();

    /// <summary>Permutes dimensions.</summary>
    private static Numbers Swap(double[] values, long[] shape, int[] order)
    {
        long[] result = [.. order.Select(i => shape[i])];
        double[] moved = new double[values.Length];
        long[] index = new long[shape.Length];
        for (int at = 0; at < values.Length; at++)
        {
            long rest = at;
            for (int i = shape.Length - 1; i >= 0; i--)
            {
                index[i] = rest % shape[i];
                rest /= shape[i];
            }

            long to = 0;
            for (int i = 0; i < order.Length; i++)
            {
                to = (to * result[i]) + index[order[i]];
            }

            moved[to] = values[at];
        }

        return new(moved, result);
    }

    private static IEnumerable<string> Names() => Cases.Select(c => c.ToString());
}
