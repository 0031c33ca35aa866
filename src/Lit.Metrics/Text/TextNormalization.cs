namespace Lit.Metrics.Text;

/// <summary>What is made equal before two texts are compared.</summary>
[Flags]
public enum TextNormalization
{
    /// <summary>Nothing: every character counts.</summary>
    None = 0,

    /// <summary>Case does not matter.</summary>
    Case = 1,

    /// <summary>ASCII punctuation is left out, before articles are: <c>the-end</c> becomes <c>theend</c>.</summary>
    Punctuation = 2,

    /// <summary>The words a, an and the are left out.</summary>
    Articles = 4,

    /// <summary>Runs of spaces are one, and none are at the ends.</summary>
    Whitespace = 8,

    /// <summary>All of these, as in SQuAD.</summary>
    Answer = Case | Punctuation | Articles | Whitespace,
}
