using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>
/// A model that computes gradients itself: each character is a token with the embedding [code, 1], and the target is a
/// polynomial of the sum of w·e over the tokens. Texts with '!' cannot be explained; texts are cut after 12 tokens.
/// </summary>
internal sealed class PolynomialModel(params double[] coefficients) : Model, IGradientModel
{
    private const int Limit = 12;

    private static readonly double[] Weights = [0.01, 0.5];

    public override Spec InputSpec { get; } = new() { ["text"] = new TextSegment() };

    public override Spec OutputSpec { get; } = new() { ["score"] = new RegressionScore() };

    public IReadOnlyList<GradientInput> GradientInputs { get; } = [new(
        "embeddings", GradientInputKind.TokenEmbeddings, "text")];

    /// <summary>How many examples each call had.</summary>
    public List<int> Calls { get; } = [];

    public override IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs, CancellationToken cancellationToken = default)
        => inputs.Select(input => new Example([KeyValuePair.Create("score", (object?)Value(Sum(Tokens(input))))])).ToAsyncEnumerable();

    public Compatibility CheckGradient(GradientRequest request) => request.Input is null or "embeddings"
        ? Compatibility.Full
        : new([new SpecMismatch(request.Input, "'embeddings'", "another input")]);

    public async IAsyncEnumerable<InputGradient> GradientsAsync(
        IEnumerable<Example> inputs, GradientRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (Example input in Counted(inputs))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            double[][] tokens = Tokens(input);
            double slope = Slope(Sum(tokens));
            yield return new InputGradient
            {
                Input = GradientInputs[0],
                Target = Resolved,
                Value = Value(Sum(tokens)),
                Values = Matrix(tokens),
                Gradients = Matrix([.. tokens.Select(_ => Weights.Select(w => w * slope).ToArray())]),
                Text = Text(input),
            };
        }
    }

    public async IAsyncEnumerable<PathIntegral> IntegrateAsync(
        IEnumerable<Example> inputs, PathRequest request, [EnumeratorCancellation] CancellationToken cancellationToken =
            default)
    {
        foreach (Example input in Counted(inputs))
        {
            await Task.Yield();
            double[][] tokens = Tokens(input);
            double sum = Sum(tokens);
            double mean = request.Rule.Nodes.Zip(request.Rule.Weights, (x, w) => w * Slope(x * sum)).Sum();
            float[] scores = [.. tokens.Select(e => (float)(mean * e.Zip(Weights, (x, w) => x * w).Sum()))];
            yield return new PathIntegral
            {
                Input = GradientInputs[0],
                Target = Resolved,
                Attributions = Tensor.Create(scores),
                Total = scores.Sum(score => (double)score),
                ValueAtInput = Value(sum),
                ValueAtBaseline = Value(0),
                Evaluations = request.Rule.Nodes.Count,
                Text = Text(input),
            };
        }
    }

    public ValueTask<IGradientProbe> ProbeAsync(
        Example example, GradientRequest request, CancellationToken cancellationToken = default)
        => new(FunctionProbe.Of(
            new InputGradient
            {
                Input = GradientInputs[0],
                Target = Resolved,
                Value = Value(Sum(Tokens(example))),
                Values = Matrix(Tokens(example)),
                Gradients = Matrix([.. Tokens(example).Select(_ => Weights.Select(w => w * Slope(Sum(Tokens(example)))).ToArray())]),
                Text = Text(example),
            },
            point => Value(SumOf(point)),
            point => [.. point.Select((_, i) => Weights[i % 2] * Slope(SumOf(point)))]));

    public double Value(double sum) => coefficients.Select((c, k) => c * Math.Pow(sum, k)).Sum();

    private static ResolvedTarget Resolved => new(Target.Regression, "score", null, null);

    private double Slope(double sum) => coefficients.Select((c, k) => k == 0 ? 0 : c * k * Math.Pow(sum, k - 1)).Sum();

    private static double Sum(double[][] tokens) => tokens.Sum(e => e.Zip(Weights, (x, w) => x * w).Sum());

    private static double SumOf(double[] point) => point.Select((x, i) => x * Weights[i % 2]).Sum();

    private static double[][] Tokens(Example input)
    {
        string text = input.Get<string>("text");
        return text.Contains('!', StringComparison.Ordinal)
            ? throw new LitException($"Cannot read '{text}'.")
            : [.. text.Take(Limit).Select(c => new double[] { c, 1 })];
    }

    private static TokenizedText Text(Example input)
    {
        string text = input.Get<string>("text");
        return new("text", text, [.. text.Take(Limit).Select((c, i) => new TextToken(c.ToString(), i, i + 1, false))], text.Length > Limit ? Limit : null);
    }

    private static Tensor<float> Matrix(double[][] rows)
        => Tensor.Create(rows.SelectMany(row => row).Select(v => (float)v).ToArray(), [rows.Length, 2]);

    private Example[] Counted(IEnumerable<Example> inputs)
    {
        Example[] all = [.. inputs];
        Calls.Add(all.Length);
        return all;
    }
}
