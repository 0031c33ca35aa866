namespace Lit.Types;

/// <summary>The weight of each token of a text.</summary>
public sealed record TokenSalienceMap
{
    /// <summary>Puts tokens and weights together.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="salience">One weight for each token.</param>
    /// <exception cref="ArgumentException">There are not as many weights as tokens.</exception>
    public TokenSalienceMap(ValueList<string> tokens, ValueList<double> salience)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(salience);
        if (tokens.Count != salience.Count)
        {
            throw new ArgumentException(
                $"Expected {tokens.Count} weights, one for each token, found {salience.Count}.", nameof(salience));
        }

        (Tokens, Salience) = (tokens, salience);
    }

    /// <summary>The tokens.</summary>
    public ValueList<string> Tokens { get; }

    /// <summary>The weight of each token.</summary>
    public ValueList<double> Salience { get; }
}
