using System.Numerics.Tensors;

namespace Lit.Types;

/// <summary>The weight of each token read for each token written.</summary>
public sealed record SequenceSalienceMap
{
    /// <summary>Puts tokens and weights together.</summary>
    /// <param name="tokensIn">The tokens of the input.</param>
    /// <param name="tokensOut">The tokens that the model wrote.</param>
    /// <param name="salience">Weights, shape <c>[tokensOut, tokensIn + tokensOut]</c>.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    public SequenceSalienceMap(ValueList<string> tokensIn, ValueList<string> tokensOut, Tensor<double> salience)
    {
        ArgumentNullException.ThrowIfNull(tokensIn);
        ArgumentNullException.ThrowIfNull(tokensOut);
        ArgumentNullException.ThrowIfNull(salience);
        int columns = tokensIn.Count + tokensOut.Count;
        if (salience.Rank != 2 || salience.Lengths[0] != tokensOut.Count || salience.Lengths[1] != columns)
        {
            throw new ArgumentException(
                $"Expected weights of shape [{tokensOut.Count}, {columns}], "
                + $"found [{string.Join(", ", salience.Lengths.ToArray())}].",
                nameof(salience));
        }

        (TokensIn, TokensOut, Salience) = (tokensIn, tokensOut, salience);
    }

    /// <summary>The tokens of the input.</summary>
    public ValueList<string> TokensIn { get; }

    /// <summary>The tokens that the model wrote.</summary>
    public ValueList<string> TokensOut { get; }

    /// <summary>A row for each token written: weights of the tokens read, then of those written.</summary>
    public Tensor<double> Salience { get; }

    /// <inheritdoc />
    public bool Equals(SequenceSalienceMap? other)
        => other is not null
            && TokensIn.Equals(other.TokensIn)
            && TokensOut.Equals(other.TokensOut)
            && Salience.SequenceEqual(other.Salience);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(TokensIn, TokensOut);
}
