using System.Text.Json;
using Lit.Api;

namespace Lit.Components;

/// <summary>One text: tanh of a weighted sum of embeddings, then classes or a number.</summary>
internal sealed class BagToyModel(JsonElement json) : ToyModel(json)
{
    private readonly string _label = json.GetProperty("label").GetString()!;

    private bool IsRegression => Labels.Length == 0;

    public override double[][][] Embed(Example input)
        => [EmbeddingsOf(input, "token_embs", TokensOf(input, "text", "tokens"))];

    public override (double Score, double[] Gradients) Differentiate(double[][][] embeddings, string? label)
    {
        var (_, score, rows) = Run(embeddings[0], label);
        return (score, [.. rows.SelectMany(row => row)]);
    }

    public override Example Predict(Example input)
    {
        string[] tokens = TokensOf(input, "text", "tokens");
        double[][] embeddings = EmbeddingsOf(input, "token_embs", tokens);
        var (scores, score, gradients) = Run(embeddings, input.TryGet<string>(_label, out var label) ? label : null);
        Dictionary<string, object?> output = new()
        {
            ["tokens"] = tokens,
            ["token_embs"] = Rows(embeddings, EmbeddingTable[0].Length),
            ["token_grads"] = Rows(gradients, EmbeddingTable[0].Length),
        };
        if (IsRegression)
        {
            output["score"] = score;
        }
        else
        {
            output["probas"] = Vector(scores);
            output[_label] = Labels[Explained(scores, label).Class];
        }

        return new Example(output);
    }

    private (double[] Scores, double Score, double[][] Gradients) Run(double[][] embeddings, string? label)
    {
        double[] u = [.. Bag(embeddings).Select(Math.Tanh)];
        double[] z = Logits(u);
        double[] p = IsRegression ? z : Softmax(z);
        var (at, gradient) = IsRegression ? (0, [1.0]) : Explained(p, label);
        double[] back = Back(gradient, u);
        double[][] rows = [.. embeddings.Select((_, t) => back.Select(g => g * Share(t)).ToArray())];
        return (p, ExplainsLogit || IsRegression ? z[at] : p[at], rows);
    }
}
