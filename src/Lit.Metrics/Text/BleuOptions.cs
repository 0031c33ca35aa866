namespace Lit.Metrics.Text;

/// <summary>How BLEU splits texts, and what it does where nothing matches.</summary>
public sealed record BleuOptions
{
    /// <summary>Those of published scores: <c>13a</c>, exponential smoothing, order 4.</summary>
    public static BleuOptions Default { get; } = new();

    /// <summary>
    /// Those for single sentences: as <see cref="Default"/>, but orders that a text is too short for do not count.
    /// </summary>
    public static BleuOptions Sentence { get; } = new() { EffectiveOrder = true };

    /// <summary>LIT's: words between spaces, floor 0.1, effective order.</summary>
    public static BleuOptions Lit { get; } = new()
    {
        Tokenizer = BleuTokenizer.Whitespace,
        Smoothing = BleuSmoothing.Floor,
        SmoothingValue = 0.1,
        EffectiveOrder = true,
    };

    /// <summary>Splits texts into words.</summary>
    /// <value><see cref="BleuTokenizer.Mteval13a"/> by default.</value>
    public BleuTokenizer Tokenizer { get; init; } = BleuTokenizer.Mteval13a;

    /// <summary>What stands for an order without a match.</summary>
    /// <value><see cref="BleuSmoothing.Exponential"/> by default.</value>
    public BleuSmoothing Smoothing { get; init; } = BleuSmoothing.Exponential;

    /// <summary>
    /// The number that <see cref="BleuSmoothing.Floor"/> and <see cref="BleuSmoothing.AddK"/> take; null for their own.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double? SmoothingValue
    {
        get;
        init => field = value is null or (>= 0 and < double.PositiveInfinity)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite number of at least 0.");
    }

    /// <summary>Whether case does not matter.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>Whether orders beyond the length of the texts are left out; else short texts score 0.</summary>
    public bool EffectiveOrder { get; init; }

    /// <summary>The longest n-grams that count.</summary>
    /// <value>4 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int Order
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 4;
}
