using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Onnx.Protos;
using Lit.Onnx.Runtime;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lit.Onnx.Diagnosis;

/// <summary>Runs a diagnosis: counts first, then the ranges of the values around the nodes that are to blame.</summary>
/// <param name="file">The model.</param>
/// <param name="program">Its gradient, with counts.</param>
/// <param name="options">How it is run.</param>
/// <param name="feed">Fills the inputs of a run.</param>
internal sealed class DiagnosisRun(OnnxFile file, DiagnosisProgram program, OnnxOptions options, Action<OnnxSession, Runner> feed)
{
    /// <summary>Operators whose infinities were asked for.</summary>
    private static readonly string[] Constants = ["Constant", "ConstantOfShape"];

    public GradientDiagnosis Run(CancellationToken cancellationToken)
    {
        var (nans, infinities) = Counts(cancellationToken);
        var origins = Origins(nans).Select(o => (o, true)).Concat(Origins(infinities).Select(o => (o, false)))
            .Where(o => o.Item2 || (o.o.Node is { } node && !Constants.Contains(node.OpType)) || IsInput(o.o.Value))
            .Select(o => o.o).DistinctBy(o => o.Value).Take(GradientDiagnosis.MaxOrigins).ToArray();
        string[] wanted =
        [
            ProgramNames.Value, ProgramNames.Gradient,
            .. origins.SelectMany(o => (o.Node?.Input ?? []).Where(program.Values.Contains).Append(o.Value)),
        ];
        var ranges = Ranges(wanted, cancellationToken);
        var forward = Forward();
        var (value, gradient) = (ranges[ProgramNames.Value], ranges[ProgramNames.Gradient]);
        return new()
        {
            Value = value,
            Gradient = gradient,
            IsFinite = value.NaNCount + value.InfinityCount + gradient.NaNCount + gradient.InfinityCount == 0,
            Origins =
            [
                .. origins.Select(o => new NonFiniteOrigin(
                    forward.Contains(o.Value) ? DiagnosedPass.Forward : DiagnosedPass.Backward,
                    o.Node?.OpType ?? (IsInput(o.Value) ? "Input" : "Constant"),
                    Place(o.Node, o.Value),
                    ranges[o.Value],
                    [.. (o.Node?.Input ?? []).Where(ranges.ContainsKey).Distinct(StringComparer.Ordinal).Select(i => ranges[i])])),
            ],
        };
    }

    private (HashSet<string> NaNs, HashSet<string> Infinities) Counts(CancellationToken cancellationToken)
    {
        HashSet<string> nans = new(StringComparer.Ordinal), infinities = new(StringComparer.Ordinal);
        Execute(program.Model, [DiagnosisProgram.NaNCounts, DiagnosisProgram.InfinityCounts], Read, cancellationToken);
        return (nans, infinities);

        void Read(string name, OrtValue value)
        {
            var counts = value.GetTensorDataAsSpan<float>();
            for (int i = 0; i < counts.Length; i++)
            {
                if (counts[i] > 0)
                {
                    (name == DiagnosisProgram.NaNCounts ? nans : infinities).Add(program.Values[i]);
                }
            }
        }
    }

    /// <summary>The values that are affected although nothing that they are made of is.</summary>
    private IEnumerable<(NodeProto? Node, string Value)> Origins(HashSet<string> affected)
    {
        var made = program.Nodes.SelectMany(n => n.Output).ToHashSet(StringComparer.Ordinal);
        foreach (string value in program.Values.Where(v => affected.Contains(v) && !made.Contains(v)))
        {
            yield return (null, value);
        }

        foreach (var node in program.Nodes)
        {
            if (!node.AllInputs().Any(affected.Contains) && node.Output.FirstOrDefault(affected.Contains) is { } value)
            {
                yield return (node, value);
            }
        }
    }

    private Dictionary<string, ValueRange> Ranges(string[] values, CancellationToken cancellationToken)
    {
        var ranges = new Dictionary<string, ValueRange>(StringComparer.Ordinal);
        var proto = program.WithOutputs(values);
        var names = proto.Graph.Output.Zip(values.Distinct(StringComparer.Ordinal), (output, value) => (output.Name, value))
            .ToDictionary(p => p.Name, p => p.value, StringComparer.Ordinal);
        Execute(proto, [.. names.Keys], (name, value) => ranges[names[name]] = Range(names[name], value), cancellationToken);
        return ranges;
    }

    private static ValueRange Range(string name, OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        return info.ElementDataType switch
        {
            TensorElementType.Float => ValueRange.Of(name, info.Shape, value.GetTensorDataAsSpan<float>(), v => v),
            TensorElementType.Double => ValueRange.Of(name, info.Shape, value.GetTensorDataAsSpan<double>(), v => v),
            TensorElementType.Float16 => ValueRange.Of(name, info.Shape, value.GetTensorDataAsSpan<Float16>(), v => (float)v),
            _ => ValueRange.Of(name, info.Shape, value.GetTensorDataAsSpan<BFloat16>(), v => (float)v),
        };
    }

    private void Execute(ModelProto model, string[] outputs, Action<string, OrtValue> read, CancellationToken cancellationToken)
    {
        // As the graph is written, so that every value that is told of was really made.
        var plain = options with { Optimization = GraphOptimization.None, UseMemoryPattern = false };
        using var weights = new ModelWeights(file);
        using var session = new OnnxSession(
            () => weights.CreateSession(model, plain, program.Program.ExternalDataFolder), file.Name, plain, weights.Release);
        using Runner runner = session.Rent();
        feed(session, runner);
        int[] indices = [.. outputs.Select(name => session.IndexOfOutput(name))];
        foreach (int index in indices)
        {
            runner.Output(index);
        }

        runner.Run(cancellationToken);
        for (int i = 0; i < indices.Length; i++)
        {
            read(outputs[i], runner.Result(indices[i]));
        }
    }

    /// <summary>The values that the target is made of.</summary>
    private HashSet<string> Forward()
    {
        var forward = new HashSet<string>(StringComparer.Ordinal) { ProgramNames.Value };
        foreach (var node in program.Nodes.Reverse())
        {
            if (node.Output.Any(forward.Contains))
            {
                forward.UnionWith(node.AllInputs());
                forward.UnionWith(node.Output);
            }
        }

        return forward;
    }

    private bool IsInput(string value) => program.Program.Inputs.Any(i => i.Name == value);

    private string Place(NodeProto? node, string value)
    {
        if (node is null)
        {
            return $"'{value}'";
        }

        if (node.DocString.Length > 0)
        {
            return node.DocString;
        }

        // Programs name nodes after their values; the model's own names are in its file.
        return file.Model.Graph.Node.FirstOrDefault(n => n.Output.Contains(value))?.Describe() ?? node.Describe();
    }
}
