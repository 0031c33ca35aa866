namespace Lit.Metrics.Text;

/// <summary>Which n-grams chrF counts, and how it weighs them.</summary>
public sealed record ChrfOptions
{
    /// <summary>Those of published scores: characters up to order 6, recall twice as important as precision.</summary>
    public static ChrfOptions Default { get; } = new();

    /// <summary>chrF++: also words up to order 2.</summary>
    public static ChrfOptions PlusPlus { get; } = new() { WordOrder = 2 };

    /// <summary>The longest n-grams of characters.</summary>
    /// <value>6 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int CharacterOrder
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 6;

    /// <summary>The longest n-grams of words; 0 for none.</summary>
    /// <value>0 by default; 2 makes chrF++.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int WordOrder
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>How many times as important as precision recall is.</summary>
    /// <value>2 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a finite number greater than 0.</exception>
    public double Beta
    {
        get;
        init => field = value is > 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite number greater than 0.");
    } = 2;

    /// <summary>Whether case does not matter.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>Whether spaces are characters as all others; else they are left out.</summary>
    public bool Whitespace { get; init; }

    /// <summary>
    /// Whether to average the F scores of all orders, with 10⁻¹⁶ for those that do not exist, as chrF++.py and NLTK do.
    /// Else precision and recall are averaged, over orders that exist on both sides.
    /// </summary>
    public bool EpsilonSmoothing { get; init; }

    internal int Orders => CharacterOrder + WordOrder;
}
