namespace Lit.Types;

/// <summary>Which value of a metric is the best.</summary>
public enum MetricBestValue
{
    /// <summary>No value is better than another.</summary>
    None,

    /// <summary>The higher the better.</summary>
    Highest,

    /// <summary>The lower the better.</summary>
    Lowest,

    /// <summary>The closer to zero the better.</summary>
    Zero,
}
