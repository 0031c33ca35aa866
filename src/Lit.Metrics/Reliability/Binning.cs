namespace Lit.Metrics.Reliability;

/// <summary>Where the bins of a reliability diagram end.</summary>
public enum Binning
{
    /// <summary>All bins are as wide: 0 to 1 in equal parts.</summary>
    EqualWidth,

    /// <summary>
    /// All bins hold as many predictions, between the least and the greatest confidence; equal edges make one bin.
    /// </summary>
    EqualMass,
}
