namespace Lit.Metrics.Text.Tags;

/// <summary>How the letter before each type says where a span begins and ends, as in <c>B-PER I-PER O</c>.</summary>
public enum TagScheme
{
    /// <summary>
    /// The rules of conlleval and seqeval's default: B, I, E and S in any mixture, and a span may begin with any of
    /// them. Other letters, such as BILOU's U and L, are read as I.
    /// </summary>
    Lenient,

    /// <summary>I; B only where a span follows another of its type.</summary>
    Iob1,

    /// <summary>B begins, I goes on.</summary>
    Iob2,

    /// <summary>I; E only where a span is followed by another of its type.</summary>
    Ioe1,

    /// <summary>I goes on, E ends.</summary>
    Ioe2,

    /// <summary>B begins, I goes on, E ends, S stands alone.</summary>
    Iobes,

    /// <summary>B begins, I goes on, L ends, U stands alone.</summary>
    Bilou,
}
