using System.Text.Json;

namespace Lit.Onnx.Programs;

/// <summary>A case of a zoo model's golden.json: inputs, a target, and what the gradient and its integral should be.</summary>
internal sealed class ZooCase
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
        Differentiable = json.GetProperty("expected").GetProperty("gradient").EnumerateObject().First().Name;
    }

    public string Name => _json.GetProperty("name").GetString()!;

    public Dictionary<string, Numbers> Inputs { get; } = [];

    public string Output { get; }

    /// <summary>What the gradient is recorded for.</summary>
    public string Differentiable { get; }

    public string Kind => Target.GetProperty("kind").GetString()!;

    public double[] Value => Numbers.Of(Expected.GetProperty("target_value").GetProperty("float64")).Values;

    public Numbers? Gradient => Expected.GetProperty("gradient").GetProperty(Differentiable) is var g
        && g.TryGetProperty("float64", out var full) ? Numbers.Of(full) : null;

    public JsonElement? Integrated => Expected.TryGetProperty("integrated_gradients", out var all)
        && all.TryGetProperty(Differentiable, out var one) ? one : null;

    public double Tolerance => _json.GetProperty("tolerance").GetProperty("rel").GetDouble();

    public JsonElement Expected => _json.GetProperty("expected");

    public JsonElement Target => _json.GetProperty("target");

    public static IReadOnlyList<ZooCase> Read(string folder)
    {
        var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json"))).RootElement;
        return [.. golden.GetProperty("cases").EnumerateArray().Select(c => new ZooCase(golden, c))];
    }

    /// <summary>The value of a file that the gradient is taken with respect to.</summary>
    public string CutIn(string file) => _golden.GetProperty("files").EnumerateArray()
        .First(f => f.GetProperty("file").GetString() == file)
        .GetProperty("differentiate_at").GetProperty(Differentiable).GetString()!;

    /// <summary>The program target, and the feeds that it needs.</summary>
    public (ProgramTarget Target, Dictionary<string, Numbers> Feeds)? ProgramTarget()
    {
        var index = Target.TryGetProperty("index", out var i) ? Numbers.Of(i) : null;
        if (index?.Shape.Length == 1)
        {
            var feeds = new Dictionary<string, Numbers>(Inputs) { [ProgramNames.Class] = index };
            switch (Kind)
            {
                case "logit":
                    // In these files a "logit" is the output as it stands, probabilities included.
                    return (new(Output, ProgramTargetKind.Value), feeds);
                case "logprob":
                    return (new(Output, ProgramTargetKind.LogProbability), feeds);
                case "prob":
                    return (new(Output, ProgramTargetKind.Probability), feeds);
                case "margin":
                    feeds[ProgramNames.Against] = Numbers.Of(Target.GetProperty("other"));
                    return (new(Output, ProgramTargetKind.Margin), feeds);
                default:
                    return null;
            }
        }

        return OutputWeights(index) is { } weights
            ? (new(Output, ProgramTargetKind.WeightedSum), new(Inputs) { [ProgramNames.OutputWeights] = weights })
            : null;
    }

    /// <summary>Targets that are linear in the output, as weights of its numbers.</summary>
    private Numbers? OutputWeights(Numbers? index)
    {
        long batch = Inputs.Values.First().Shape[0];
        if (!Expected.GetProperty("outputs").TryGetProperty(Output, out var recorded))
        {
            return null;
        }

        var shape = Numbers.Of(recorded).Shape;
        long each = shape.Skip(1).Aggregate(1L, (a, b) => a * b);
        double[] weights = new double[batch * each];
        switch (Kind)
        {
            case "logit" when index is { Shape: [_, 2] } && shape.Length == 3:
                for (int row = 0; row < batch; row++)
                {
                    weights[(row * each) + ((long)index.Values[2 * row] * shape[2]) + (long)index.Values[(2 * row) + 1]] = 1;
                }

                return new(weights, shape);
            case "weighted_sum":
                double[] given = Numbers.Of(Target.GetProperty("weights")).Values;
                for (int k = 0; k < weights.Length; k++)
                {
                    weights[k] = given[k % given.Length];
                }

                return new(weights, shape);
            default:
                return null;
        }
    }
}
