using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Api;
using Lit.Types;

namespace Lit.Components;

/// <summary>A closed-form text model of the recorded cases; its sums are formed in double precision.</summary>
internal abstract class ToyModel : Model
{
    private protected ToyModel(JsonElement json)
    {
        InputSpec = Golden.Spec(json.GetProperty("input_spec"));
        OutputSpec = Golden.Spec(json.GetProperty("output_spec"));
        Vocabulary = new(Golden.Strings(json.GetProperty("vocab")));
        EmbeddingTable = Golden.Matrix(json.GetProperty("emb"));
        Decay = json.GetProperty("decay").GetDouble();
        Weights = Golden.Matrix(json.GetProperty("W"));
        Bias = Golden.Numbers(json.GetProperty("b"));
        Labels = json.TryGetProperty("labels", out var labels) ? Golden.Strings(labels) : [];
        ExplainsLogit = json.TryGetProperty("grad_of", out var of) && of.GetString() == "logit";
    }

    public override Spec InputSpec { get; }

    public override Spec OutputSpec { get; }

    public string[] Labels { get; }

    /// <summary>How many examples the model was asked for.</summary>
    public int Asked { get; private set; }

    private protected Vocabulary Vocabulary { get; }

    private protected double[][] EmbeddingTable { get; }

    private protected double Decay { get; }

    private protected double[][] Weights { get; }

    private protected double[] Bias { get; }

    private protected bool ExplainsLogit { get; }

    public static ToyModel Load(string name)
    {
        var json = Golden.File("lit/models.json").GetProperty("models").GetProperty(name);
        return json.GetProperty("kind").GetString() == "pair_classifier" ? new PairToyModel(json) : new BagToyModel(
            json);
    }

    public override async IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (Example input in inputs)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            Asked++;
            yield return Predict(input);
        }
    }

    /// <summary>
    /// The explained score and its gradients for embeddings of each text, concatenated, in double precision.
    /// </summary>
    public abstract (double Score, double[] Gradients) Differentiate(double[][][] embeddings, string? label);

    public abstract Example Predict(Example input);

    public abstract double[][][] Embed(Example input);

    private protected static double[] Softmax(double[] logits)
    {
        double[] exponentials = [.. logits.Select(z => Math.Exp(z - logits.Max()))];
        return [.. exponentials.Select(e => e / exponentials.Sum())];
    }

    private protected static Tensor<float> Vector(double[] values)
        => Tensor.Create(values.Select(v => (float)v).ToArray());

    private protected static Tensor<float> Rows(IReadOnlyList<double[]> rows, int width)
        => Tensor.Create(rows.SelectMany(row => row).Select(v => (float)v).ToArray(), [rows.Count, width]);

    private protected static double[][] Given(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return tensor.Lengths[0] == 0 ? [] : [.. values.Select(v => (double)v).Chunk((int)tensor.Lengths[1])];
    }

    private protected string[] TokensOf(Example input, string textField, string tokensField)
        => input.TryGet<IReadOnlyList<string>>(tokensField, out var given) && given.Count > 0
            ? [.. given]
            : input.GetOr(textField, "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private protected double[][] EmbeddingsOf(Example input, string field, string[] tokens)
        => input.TryGet<Tensor<float>>(field, out var given)
            ? Given(given)
            : [.. tokens.Select(token => EmbeddingTable[Math.Max(0, Vocabulary.IndexOf(token))])];

    private protected double Share(int position) => 1 / (1 + (Decay * position));

    private protected double[] Bag(double[][] embeddings)
    {
        double[] sum = new double[EmbeddingTable[0].Length];
        for (int t = 0; t < embeddings.Length; t++)
        {
            for (int d = 0; d < sum.Length; d++)
            {
                sum[d] += Share(t) * embeddings[t][d];
            }
        }

        return sum;
    }

    private protected double[] Logits(double[] u)
        => [.. Weights.Select((row, c) => row.Zip(u, (w, x) => w * x).Sum() + Bias[c])];

    /// <summary>The position of the explained class, and what the score's gradient by the logits is.</summary>
    private protected (int Class, double[] Gradient) Explained(double[] probabilities, string? label)
    {
        int at = Array.IndexOf(Labels, label) is >= 0 and var found ? found : Array.IndexOf(
            probabilities, probabilities.Max());
        return (at, [.. probabilities.Select((p, c) =>
            ExplainsLogit ? (c == at ? 1 : 0) : probabilities[at] * ((c == at ? 1 : 0) - p))]);
    }

    /// <summary>Wᵀ g ⊙ (1 − u²).</summary>
    private protected double[] Back(double[] gradient, double[] u)
        => [.. u.Select((x, d) => gradient.Select((g, c) => g * Weights[c][d]).Sum() * (1 - (x * x)))];
}
