using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lit.Onnx.Graph;

namespace Lit.Onnx.Programs;

/// <summary>A case of a zoo model's golden.json: inputs, a target, and what gradients and their integrals should be.</summary>
internal sealed partial class ZooCase
{
    private readonly JsonElement _json;
    private readonly JsonElement _golden;

    private ZooCase(JsonElement golden, JsonElement json)
    {
        _golden = golden;
        _json = json;
        foreach (var input in json.GetProperty("input").EnumerateObject())
        {
            Inputs[input.Name] = Numbers.Of(input.Value);
        }

        Output = Target.GetProperty("output").GetString()!;
        Differentiable = [.. Expected.GetProperty("gradient").EnumerateObject().Select(g => g.Name)];
    }

    public string Name => _json.GetProperty("name").GetString()!;

    public Dictionary<string, Numbers> Inputs { get; } = [];

    public string Output { get; }

    /// <summary>What gradients are recorded for; integrals are recorded for the first.</summary>
    public IReadOnlyList<string> Differentiable { get; }

    public string Kind => Target.GetProperty("kind").GetString()!;

    public double[] Value => Numbers.Of(Expected.GetProperty("target_value").GetProperty("float64")).Values;

    public JsonElement? Integrated => Expected.TryGetProperty("integrated_gradients", out var all)
        && all.TryGetProperty(Differentiable[0], out var one) ? one : null;

    public JsonElement Expected => _json.GetProperty("expected");

    public JsonElement Target => _json.GetProperty("target");

    private Numbers? Index => Target.TryGetProperty("index", out var index) ? Numbers.Of(index) : null;

    /// <summary>The cases of a model that have a target.</summary>
    public static IReadOnlyList<ZooCase> Read(string folder)
    {
        var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json"))).RootElement;
        return
        [
            .. golden.GetProperty("cases").EnumerateArray()
                .Where(c => c.TryGetProperty("target", out _)).Select(c => new ZooCase(golden, c)),
        ];
    }

    public Numbers Gradient(string differentiable) =>
        Numbers.Of(Expected.GetProperty("gradient").GetProperty(differentiable).GetProperty("float64"));

    /// <summary>The value of a file that a gradient is taken with respect to.</summary>
    public string CutIn(string file, string differentiable) => _golden.GetProperty("files").EnumerateArray()
        .First(f => f.GetProperty("file").GetString() == file)
        .GetProperty("differentiate_at").GetProperty(differentiable).GetString()!;

    /// <summary>The baseline of the recorded integral.</summary>
    public (Numbers Values, bool OfTokens) Baseline()
    {
        string named = Integrated!.Value.GetProperty("baseline").GetString()!;
        var input = Inputs.TryGetValue(Differentiable[0], out var given) ? given : Inputs["input_ids"];
        switch (named)
        {
            case "zero":
                int rank = input == given ? input.Shape.Length : 3;
                return (Numbers.Filled(0, [.. Enumerable.Repeat(1L, rank)]), false);
            case "mean":
                // Each example's own mean, at every place of it.
                int each = input.Values.Length / (int)input.Shape[0];
                double[] means = [.. input.Values.Chunk(each).SelectMany(row => Enumerable.Repeat(row.Average(), each))];
                return (new(means, input.Shape), false);
            default:
                var token = TokenBaseline().Match(named);
                return token.Success
                    ? (Numbers.Filled(int.Parse(token.Groups[1].ValueSpan, CultureInfo.InvariantCulture), input.Shape), true)
                    : throw new NotSupportedException(named);
        }
    }

    /// <summary>The model to load, the target in it, and the feeds that it needs.</summary>
    /// <remarks>Targets that are about positions of an output become an output of their own, made by nodes behind the model.</remarks>
    public (OnnxFile File, ProgramTarget Target, Dictionary<string, Numbers> Feeds) Prepare(OnnxFile file)
    {
        var index = Index;
        if (index?.Shape.Length != 1)
        {
            return ZooTarget.Append(file, this, OutputWeights(file));
        }

        var feeds = new Dictionary<string, Numbers>(Inputs) { [ProgramNames.Class] = index };
        if (Kind == "margin")
        {
            feeds[ProgramNames.Against] = Numbers.Of(Target.GetProperty("other"));
        }

        // In these files a "logit" is the output as it stands, probabilities included.
        return (file, new(Output, Kind switch
        {
            "logit" => ProgramTargetKind.Value,
            "logprob" => ProgramTargetKind.LogProbability,
            "prob" => ProgramTargetKind.Probability,
            "margin" => ProgramTargetKind.Margin,
            _ => throw new NotSupportedException(Kind),
        }), feeds);
    }

    /// <summary>The target as weights of the numbers of the output, or of their logarithms as probabilities.</summary>
    private Numbers OutputWeights(OnnxFile file)
    {
        long batch = Inputs.Values.First().Shape[0];
        var recorded = Numbers.Of(Expected.GetProperty("outputs").GetProperty(Output));
        var shape = recorded.Shape;
        int each = recorded.Values.Length / (int)batch;
        double[] weights = new double[recorded.Values.Length];
        switch (Kind)
        {
            case "weighted_sum":
                double[] given = Numbers.Of(Target.GetProperty("weights")).Values;
                weights = [.. Enumerable.Range(0, weights.Length).Select(k => given[k % given.Length])];
                break;
            case "sequence_logprob":
                var (ids, mask) = (Inputs[Target.GetProperty("ids").GetString()!], Inputs[Target.GetProperty("mask").GetString()!]);
                for (int row = 0; row < batch; row++)
                {
                    for (int t = 1; t < ids.Shape[1]; t++)
                    {
                        weights[(row * each) + ((t - 1) * shape[2]) + (int)ids[row, t]] += mask[row, t] * mask[row, t - 1];
                    }
                }

                break;
            case "logit" or "logprob" or "prob" or "margin":
                Mark(Index!, 1);
                if (Kind == "margin")
                {
                    Mark(Numbers.Of(Target.GetProperty("other")), -1);
                }

                break;
            default:
                throw new NotSupportedException($"{file.Name}: {Kind}");
        }

        return new(weights, shape);

        void Mark(Numbers places, double weight)
        {
            for (int row = 0; row < batch; row++)
            {
                weights[(row * each) + ((int)places[row, 0] * shape[2]) + (int)places[row, 1]] += weight;
            }
        }
    }

    [GeneratedRegex("^embedding row of token ([0-9]+) at every position$")]
    private static partial Regex TokenBaseline();
}
