using System.Numerics.Tensors;

namespace Lit.Api.Attribution;

/// <summary>The input that stands for "no information": where an integration path starts.</summary>
public abstract record Baseline
{
    private protected Baseline()
    {
    }

    /// <summary>All zero: zero embeddings, zero features, black pixels.</summary>
    public static Baseline Zero { get; } = new ZeroBaseline();

    /// <summary>The model's padding token in place of every token; special tokens stay.</summary>
    public static Baseline Padding { get; } = new TokenBaseline(null);

    /// <summary>One token in place of every token of the text; special tokens stay.</summary>
    /// <param name="token">The token, for example <c>[MASK]</c>.</param>
    public static Baseline Token(string token) => new TokenBaseline(token);

    /// <summary>The same numbers for every example.</summary>
    /// <param name="values">
    /// Shape of the input without the batch; for token embeddings <c>[embedding]</c>, repeated for each token.
    /// </param>
    public static Baseline Constant(Tensor<float> values) => new ConstantBaseline(values);

    /// <summary>Another example: a reference row.</summary>
    /// <param name="example">An example with the fields of the model's input spec.</param>
    public static Baseline Of(IReadOnlyDictionary<string, object?> example) => new ExampleBaseline(example);

    /// <summary>The mean of examples: of each feature or pixel, or of all embeddings of their tokens.</summary>
    /// <param name="examples">
    /// Examples with the fields of the model's input spec, read when the baseline is first used.
    /// </param>
    /// <remarks>
    /// For methods that take baselines; a model itself needs the numbers, see <see cref="Constant"/>.
    /// </remarks>
    public static Baseline Mean(IEnumerable<Example> examples) => new MeanBaseline(examples);

    /// <summary>The image itself, blurred beyond recognition.</summary>
    /// <param name="sigma">The standard deviation of the blur in pixels, above 0.</param>
    /// <remarks>
    /// For methods that take baselines; a model itself needs the numbers, see <see cref="Constant"/>.
    /// </remarks>
    public static Baseline Blurred(double sigma) => new BlurredBaseline(sigma);

    /// <summary>Random numbers, each as likely: as many as the input has, drawn anew for every example.</summary>
    /// <param name="low">The least number.</param>
    /// <param name="high">The number that none reaches, at least <paramref name="low"/>.</param>
    /// <param name="seed">Equal seeds draw equal numbers for equal examples.</param>
    /// <remarks>
    /// For methods that take baselines; a model itself needs the numbers, see <see cref="Constant"/>.
    /// </remarks>
    public static Baseline Uniform(double low, double high, long seed) => new UniformBaseline(low, high, seed);

    /// <summary>The input with normal noise around each of its numbers, drawn anew for every example.</summary>
    /// <param name="standardDeviation">The standard deviation of the noise in the unit of the input, above 0.</param>
    /// <param name="seed">Equal seeds draw equal numbers for equal examples.</param>
    /// <remarks>
    /// For methods that take baselines; a model itself needs the numbers, see <see cref="Constant"/>.
    /// </remarks>
    public static Baseline Noise(double standardDeviation, long seed) => new NoiseBaseline(standardDeviation, seed);
}

/// <summary>See <see cref="Baseline.Zero"/>.</summary>
public sealed record ZeroBaseline : Baseline;

/// <summary>See <see cref="Baseline.Token"/>.</summary>
/// <param name="Name">The token; null for the padding token.</param>
public sealed record TokenBaseline(string? Name) : Baseline;

/// <summary>See <see cref="Baseline.Constant"/>.</summary>
/// <param name="Values">The numbers.</param>
public sealed record ConstantBaseline(Tensor<float> Values) : Baseline;

/// <summary>See <see cref="Baseline.Of"/>.</summary>
/// <param name="Example">The example.</param>
public sealed record ExampleBaseline(IReadOnlyDictionary<string, object?> Example) : Baseline;

/// <summary>See <see cref="Baseline.Mean"/>.</summary>
/// <param name="Examples">The examples.</param>
public sealed record MeanBaseline(IEnumerable<Example> Examples) : Baseline;

/// <summary>See <see cref="Baseline.Blurred"/>.</summary>
/// <param name="Sigma">The standard deviation of the blur in pixels.</param>
public sealed record BlurredBaseline(double Sigma) : Baseline;

/// <summary>See <see cref="Baseline.Uniform"/>.</summary>
/// <param name="Low">The least number.</param>
/// <param name="High">The number that none reaches.</param>
/// <param name="Seed">Where the random numbers start.</param>
public sealed record UniformBaseline(double Low, double High, long Seed) : Baseline;

/// <summary>See <see cref="Baseline.Noise"/>.</summary>
/// <param name="StandardDeviation">The standard deviation of the noise.</param>
/// <param name="Seed">Where the random numbers start.</param>
public sealed record NoiseBaseline(double StandardDeviation, long Seed) : Baseline;
