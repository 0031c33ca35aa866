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
    /// <param name="values">Shape of the input without the batch; for token embeddings <c>[embedding]</c>, repeated for each token.</param>
    public static Baseline Constant(Tensor<float> values) => new ConstantBaseline(values);

    /// <summary>Another example: a reference row.</summary>
    /// <param name="example">An example with the fields of the model's input spec.</param>
    public static Baseline Of(IReadOnlyDictionary<string, object?> example) => new ExampleBaseline(example);
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
