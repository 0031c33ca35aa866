namespace Lit.Metrics.Text;

/// <summary>How the translation edit rate reads texts.</summary>
public sealed record TerOptions
{
    /// <summary>Words between spaces, in lower case.</summary>
    public static TerOptions Default { get; } = new();

    /// <summary>Whether to set marks apart, join lines and read entities, as tercom's normaliser does.</summary>
    public bool Normalize { get; init; }

    /// <summary>Whether to leave punctuation out.</summary>
    public bool NoPunctuation { get; init; }

    /// <summary>
    /// Whether <see cref="Normalize"/> also makes each Chinese or Japanese character a word, and
    /// <see cref="NoPunctuation"/> leaves out their punctuation.
    /// </summary>
    public bool Asian { get; init; }

    /// <summary>Whether case matters.</summary>
    public bool CaseSensitive { get; init; }
}
