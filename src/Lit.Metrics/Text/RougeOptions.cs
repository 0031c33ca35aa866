namespace Lit.Metrics.Text;

/// <summary>What ROUGE looks for, and in which words.</summary>
public sealed record RougeOptions
{
    /// <summary>ROUGE-L of words as they are.</summary>
    public static RougeOptions Default { get; } = new();

    /// <summary>LIT's: ROUGE-L of stems.</summary>
    public static RougeOptions Lit { get; } = new() { Stem = true };

    /// <summary>What is looked for in both texts.</summary>
    /// <value><see cref="RougeKind.L"/> by default.</value>
    public RougeKind Kind { get; init; } = RougeKind.L;

    /// <summary>
    /// Whether words of more than three letters are cut to their stems, by Porter's rules for English.
    /// </summary>
    public bool Stem { get; init; }
}
