namespace Lit.Metrics.Counts;

/// <summary>What the cells of a confusion matrix are shares of.</summary>
public enum Normalization
{
    /// <summary>Of the examples of the true class: rows add up to 1.</summary>
    Truth,

    /// <summary>Of the examples of the predicted class: columns add up to 1.</summary>
    Prediction,

    /// <summary>Of all examples: everything adds up to 1.</summary>
    All,
}
