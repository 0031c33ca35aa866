using System.Text.Json;
using Lit.Api;

namespace Lit.Components;

/// <summary>Two texts: tanh of both sums and of their product, then classes.</summary>
internal sealed class PairToyModel(JsonElement json) : ToyModel(json)
{
    public override double[][][] Embed(Example input) =>
    [
        EmbeddingsOf(input, "embs_a", TokensOf(input, "premise", "tokens_a")),
        EmbeddingsOf(input, "embs_b", TokensOf(input, "hypothesis", "tokens_b")),
    ];

    public override (double Score, double[] Gradients) Differentiate(double[][][] embeddings, string? label)
    {
        var (_, score, a, b) = Run(embeddings[0], embeddings[1], label);
        return (score, [.. a.Concat(b).SelectMany(row => row)]);
    }

    public override Example Predict(Example input)
    {
        string[] tokensA = TokensOf(input, "premise", "tokens_a");
        string[] tokensB = TokensOf(input, "hypothesis", "tokens_b");
        double[][] a = EmbeddingsOf(input, "embs_a", tokensA);
        double[][] b = EmbeddingsOf(input, "embs_b", tokensB);
        var (scores, _, gradientsA, gradientsB) = Run(
            a, b, input.TryGet<string>("relation", out var label) ? label : null);
        int width = EmbeddingTable[0].Length;
        return new Example(new Dictionary<string, object?>
        {
            ["probas"] = Vector(scores),
            ["tokens_a"] = tokensA,
            ["embs_a"] = Rows(a, width),
            ["grads_a"] = Rows(gradientsA, width),
            ["tokens_b"] = tokensB,
            ["embs_b"] = Rows(b, width),
            ["grads_b"] = Rows(gradientsB, width),
        });
    }

    private (double[] Scores, double Score, double[][] A, double[][] B) Run(double[][] a, double[][] b, string? label)
    {
        double[] hA = Bag(a);
        double[] hB = Bag(b);
        int width = hA.Length;
        double[] u = [.. hA.Concat(hB).Concat(hA.Zip(hB, (x, y) => x * y)).Select(Math.Tanh)];
        double[] z = Logits(u);
        double[] p = Softmax(z);
        var (at, gradient) = Explained(p, label);
        double[] g = Back(gradient, u);
        double[] towardsA = [.. Enumerable.Range(0, width).Select(d => g[d] + (g[(2 * width) + d] * hB[d]))];
        double[] towardsB = [.. Enumerable.Range(0, width).Select(d => g[width + d] + (g[(2 * width) + d] * hA[d]))];
        return (
            p,
            ExplainsLogit ? z[at] : p[at],
            [.. a.Select((_, t) => towardsA.Select(x => x * Share(t)).ToArray())],
            [.. b.Select((_, t) => towardsB.Select(x => x * Share(t)).ToArray())]);
    }
}
