using Google.Protobuf;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Types;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Onnx.NodeTests;

/// <summary>What came of a case: compared or skipped, and why.</summary>
/// <param name="What">The kind of outcome, for counting.</param>
/// <param name="Problem">What disagrees; null if nothing does.</param>
/// <param name="Elements">How many elements of gradients were compared.</param>
internal sealed record NodeTestOutcome(string What, string? Problem = null, int Elements = 0);

/// <summary>Compares a lifted and rewritten model with recorded outputs, and its gradient with differences of its outputs.</summary>
internal sealed class NodeTestRun(NodeTestCase one)
{
    private const int ElementsTried = 12;

    public NodeTestOutcome Run()
    {
        OnnxFile file;
        OnnxGraph graph;
        try
        {
            file = OnnxFile.Load(one.ModelPath);
            graph = Prepare(file);
        }
        catch (UnsupportedOperatorException error)
        {
            return new(error.Message.Contains("of version 7 or later", StringComparison.Ordinal) ? "older than version 7" : "not lifted");
        }
        catch (OnnxModelException error)
        {
            return new("refused", $"{one.Name}: {error.Message}");
        }

        string[] operators = [.. file.Model.Graph.Node.Select(n => Operators.QualifiedName(Operators.NormalizeDomain(n.Domain), n.OpType)).Distinct()];
        string[] ruled = [.. operators.Where(GradientRules.Default.Operators.Contains)];
        if (ruled.Length == 0)
        {
            return new("no operator with a rule");
        }

        var inputs = one.Read("input", [.. file.Inputs.Select(i => i.Name)]);
        var outputs = one.Read("output", [.. file.Outputs.Select(o => o.Name)]);
        if (inputs is null || outputs is null)
        {
            return new("an input or output is no tensor of numbers, or is left out");
        }

        try
        {
            return Forward(file, graph, inputs, outputs) ?? Gradient(file, inputs);
        }
        catch (NotSupportedException error)
        {
            return new($"element type of this harness: {error.Message}");
        }
    }

    /// <summary>The graph that programs are built in.</summary>
    private static OnnxGraph Prepare(OnnxFile file)
    {
        var graph = new OnnxGraph(file);
        OpsetLifter.Lift(graph);
        GraphCleaner.Clean(graph);
        GraphRewriter.Apply(graph, []);
        return graph;
    }

    private NodeTestOutcome? Forward(
        OnnxFile file, OnnxGraph graph, Dictionary<string, Numbers> inputs, Dictionary<string, Numbers> expected)
    {
        Dictionary<string, Numbers> found;
        try
        {
            using var original = new ProgramRunner(file.ToBytes(), file.Inputs, file.Outputs, file.Folder);
            if (Difference(expected, original.Run(inputs)) is not null)
            {
                return new("the runtime's own answer is not the recorded one");
            }
        }
        catch (OnnxRuntimeException)
        {
            return new("the runtime has no kernel for it or does not run it");
        }

        try
        {
            OnnxValueInfo[] read = [.. file.Inputs.Where(i => graph.Proto.Input.Any(g => g.Name == i.Name))];
            using var lifted = new ProgramRunner(graph.Model.ToByteArray(), read, file.Outputs, file.Folder);
            found = lifted.Run(inputs);
        }
        catch (OnnxRuntimeException error)
        {
            return new("wrong", $"{one.Name}: the lifted graph does not run: {error.Message}");
        }

        return Difference(expected, found) is { } difference ? new("wrong", $"{one.Name}: {difference}") : null;
    }

    private static string? Difference(Dictionary<string, Numbers> expected, Dictionary<string, Numbers> found)
    {
        foreach (var (name, recorded) in expected)
        {
            var result = found[name];
            for (int i = 0; i < recorded.Values.Length; i++)
            {
                var (a, b) = (recorded.Values[i], result.Values[i]);
                if (!(Math.Abs(a - b) <= 1e-5 + (1e-3 * Math.Abs(a)) || a.Equals(b)))
                {
                    return $"'{name}'[{i}] is {b}, recorded {a}";
                }
            }
        }

        return null;
    }

    private NodeTestOutcome Gradient(OnnxFile file, Dictionary<string, Numbers> inputs)
    {
        // 64 bits where the runtime has kernels for them, and else 32. Its Shrink takes 64 bits and computes in 32.
        var wide = DoublePrecision.Of(file.Model);
        try
        {
            if (file.Model.Graph.Node.All(n => !n.Is("Shrink")))
            {
                return Gradient(OnnxFile.Parse(wide.ToByteArray(), file.Name, file.Folder), inputs, step: 1e-6, tolerance: 1e-5);
            }
        }
        catch (OnnxRuntimeException)
        {
        }

        try
        {
            var narrow = Gradient(file, inputs, step: 1e-2, tolerance: 3e-2);
            return narrow.What == "compared" ? narrow with { What = "compared in 32 bits" } : narrow;
        }
        catch (OnnxRuntimeException error)
        {
            return new("wrong", $"{one.Name}: the gradient does not run: {error.Message}");
        }
    }

    private NodeTestOutcome Gradient(OnnxFile file, Dictionary<string, Numbers> inputs, double step, double tolerance)
    {
        var graph = new OnnxGraph(file);
        OpsetLifter.Lift(graph);
        GraphCleaner.Clean(graph);
        string[] candidates = [.. file.Inputs.Where(i => i.ElementType.IsFloat && i.ElementType != OnnxElementType.Float16 && inputs[i.Name].Values.Length > 0).Select(i => i.Name)];
        if (candidates.Length == 0)
        {
            return new("no floating point input");
        }

        string? y = file.Outputs.FirstOrDefault(o => o.ElementType.IsFloat)?.Name;
        if (y is null)
        {
            return new("no floating point output");
        }

        if (graph.Facts[y].Type is OnnxElementType.Float16 or OnnxElementType.BFloat16)
        {
            return new("its output has 16 bits, too few for differences");
        }

        using var forward = new ProgramRunner(file.ToBytes(), file.Inputs, [new(y, graph.Facts[y].Type, null)], file.Folder);
        var shape = forward.Run(inputs)[y].Shape;
        var random = new TestRandom(one.Name.Length);
        var weights = new Numbers([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.Next(-1, 1))], shape);
        var wanted = new List<string>();
        string? reason = null;
        foreach (string name in candidates)
        {
            try
            {
                var trial = graph.Clone();
                var emitter = new GraphEmitter(trial);
                new Differentiator(trial, GradientRules.Default).Build(emitter, y, emitter.Value(y), [name]);
                wanted.Add(name);
            }
            catch (LitException error)
            {
                reason = error.Message;
            }
        }

        if (wanted.Count == 0)
        {
            return new(Kind(reason!));
        }

        var program = new ProgramGraph(graph);
        var seed = program.AddInput("weights_of_output", graph.Facts[y].Type, [.. Enumerable.Repeat(new OnnxDimension(null), shape.Length)]);
        graph.Facts[seed.Name] = graph.Facts[y].Shape is null ? graph.Facts[seed.Name] : graph.Facts[y];
        var gradients = new Differentiator(graph, GradientRules.Default).Build(program.Emitter, y, seed, wanted);
        graph.Proto.Output.Clear();
        foreach (string name in wanted)
        {
            program.AddOutput($"gradient_of_{name}", gradients[name]);
        }

        using var runner = new ProgramRunner(program.Finish(new(wanted[0], CutPointKind.Input, null, null), null));
        var derived = runner.Run(new Dictionary<string, Numbers>(inputs) { ["weights_of_output"] = weights });
        var (compared, kinks) = (0, 0);
        foreach (string name in wanted)
        {
            var x = inputs[name];
            var gradient = derived[$"gradient_of_{name}"];
            if (!gradient.Shape.SequenceEqual(x.Shape))
            {
                return new("wrong", $"{one.Name}: the gradient of {name} is {gradient}, not {x}");
            }

            double middle = Loss(name, 0, 0);
            foreach (int at in random.Some(x.Values.Length, ElementsTried))
            {
                var (above, below) = (Loss(name, at, step), Loss(name, at, -step));
                double difference = (above - below) / (2 * step);
                double bend = Math.Abs(above - (2 * middle) + below) / step;
                double error = Math.Abs(difference - gradient.Values[at]) / (1 + Math.Abs(difference));
                if (error <= tolerance)
                {
                    compared++;
                    continue;
                }

                // At a kink the slopes on both sides differ however small the step is; a bend becomes straight.
                double narrow = step / 8;
                var (nearAbove, nearBelow) = (Loss(name, at, narrow), Loss(name, at, -narrow));
                double closer = Math.Abs(nearAbove - (2 * middle) + nearBelow) / narrow;
                if (!double.IsFinite(difference) || (bend > tolerance * (1 + Math.Abs(difference)) && closer > bend / 2))
                {
                    kinks++;
                    continue;
                }

                // Large steps, which 32 bits ask for, see the curve: two of them say how much.
                double extrapolated = ((64 * (nearAbove - nearBelow) / (2 * narrow)) - difference) / 63;
                if (Math.Abs(extrapolated - gradient.Values[at]) <= tolerance * (1 + Math.Abs(extrapolated)))
                {
                    compared++;
                    continue;
                }

                return new("wrong", $"{one.Name}: gradient of {name}[{at}] is {gradient.Values[at]}, differences give {difference} (error {error:0.0e+0})");
            }
        }

        return compared > 0 ? new("compared", null, compared) : new(kinks > 0 ? "every input lies on a kink" : "nothing to compare");

        double Loss(string name, int at, double by)
        {
            double[] moved = [.. inputs[name].Values];
            moved[at] += by;
            var result = forward.Run(new Dictionary<string, Numbers>(inputs) { [name] = new(moved, inputs[name].Shape) })[y];
            return result.Values.Zip(weights.Values, (a, b) => a * b).Sum();
        }
    }

    private static string Kind(string message) => message switch
    {
        _ when message.Contains("there is no rule for this operator", StringComparison.Ordinal) => "an operator on the way has no rule",
        _ when message.Contains("ends on the way", StringComparison.Ordinal) => "it has no gradient",
        _ when message.Contains("does not depend on", StringComparison.Ordinal) => "the output does not depend on the input",
        _ => "a rule says that it does not do this variant",
    };
}
