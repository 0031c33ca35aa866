namespace Lit.Metrics;

/// <summary>What the distance between two ratings means.</summary>
public enum ScaleOfMeasurement
{
    /// <summary>Ratings are names: equal or not.</summary>
    Nominal,

    /// <summary>Ratings have an order: the distance is how many ratings lie between.</summary>
    Ordinal,

    /// <summary>Ratings are numbers: the distance is their difference.</summary>
    Interval,

    /// <summary>Ratings are amounts: the distance is their difference as a share of their sum.</summary>
    Ratio,
}
