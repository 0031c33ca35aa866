namespace Lit.Metrics.Significance;

/// <summary>How a p-value is found.</summary>
public enum PValueMethod
{
    /// <summary>Exactly where that is quick, otherwise by the normal distribution.</summary>
    Auto,

    /// <summary>From every case there is.</summary>
    Exact,

    /// <summary>By the distribution that many rows tend to.</summary>
    Asymptotic,
}
