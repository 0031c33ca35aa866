namespace Lit.Metrics.Significance;

/// <summary>What a test looks for.</summary>
public enum Alternative
{
    /// <summary>A difference either way.</summary>
    TwoSided,

    /// <summary>The first is less than the second, or than what it is held against.</summary>
    Less,

    /// <summary>The first is greater.</summary>
    Greater,
}
