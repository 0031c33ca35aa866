using System.Numerics.Tensors;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>The scores of numbers that are neither tokens nor features nor pixels, such as a layer's.</summary>
public sealed record TensorSalience
{
    internal TensorSalience(string field, ReadOnlySpan<nint> shape, ReadOnlySpan<double> scores, ReadOnlySpan<double> shares)
    {
        Field = field;
        Scores = Tensor.Create(scores.ToArray(), shape.ToArray(), []);
        Shares = new(shares.ToArray());
    }

    /// <summary>The name of the model's value that the scores belong to.</summary>
    public string Field { get; }

    /// <summary>One number for each of the value's.</summary>
    public Tensor<double> Scores { get; }

    /// <summary>
    /// Each of <see cref="Scores"/>, the last dimension changing fastest, as a part of the sum of all |scores|; zero if all
    /// scores are.
    /// </summary>
    public ValueList<double> Shares { get; }

    /// <summary>The sum of all scores.</summary>
    public double Total => Tensor.Sum<double>(Scores);
}
