using Lit.Metrics.Comparison;

namespace Lit.Metrics;

/// <summary>Scores by name.</summary>
public static class Metrics
{
    /// <summary>Share of right predictions.</summary>
    public static MetricScore Accuracy { get; } = new(new MulticlassMetrics { Extended = true }, "accuracy");

    /// <summary>Mean recall over the classes that occur.</summary>
    public static MetricScore BalancedAccuracy { get; } = new(Accuracy.Metric, "macro_recall");

    /// <summary>Mean F1 over the classes that occur or were predicted.</summary>
    public static MetricScore MacroF1 { get; } = new(Accuracy.Metric, "macro_f1");

    /// <summary>Mean F1 over classes by their examples.</summary>
    public static MetricScore WeightedF1 { get; } = new(Accuracy.Metric, "weighted_f1");

    /// <summary>Matthews' correlation of true and predicted classes.</summary>
    public static MetricScore Matthews { get; } = new(Accuracy.Metric, "matthews");

    /// <summary>Area under the ROC curve, of two classes.</summary>
    public static MetricScore Auc { get; } = new(Accuracy.Metric, "auc");

    /// <summary>Average precision, of two classes.</summary>
    public static MetricScore AveragePrecision { get; } = new(Accuracy.Metric, "aucpr");

    /// <summary>Mean of −ln of the probability of the true class, in nats.</summary>
    public static MetricScore LogLoss { get; } = new(Accuracy.Metric, "log_loss");

    /// <summary>Mean squared distance of the probabilities from the true class.</summary>
    public static MetricScore Brier { get; } = new(Accuracy.Metric, "brier");

    /// <summary>Expected calibration error of the predicted class.</summary>
    public static MetricScore CalibrationError { get; } = new(Accuracy.Metric, "calibration_error");

    /// <summary>Mean squared error of predicted numbers.</summary>
    public static MetricScore MeanSquaredError { get; } = new(new RegressionMetrics { Extended = true }, "mse");

    /// <summary>Mean absolute error of predicted numbers.</summary>
    public static MetricScore MeanAbsoluteError { get; } = new(MeanSquaredError.Metric, "mae");

    /// <summary>Share of the labels' variance that predictions account for.</summary>
    public static MetricScore RSquared { get; } = new(MeanSquaredError.Metric, "r2");

    /// <summary>Spearman's correlation of labels and predictions.</summary>
    public static MetricScore Spearman { get; } = new(MeanSquaredError.Metric, "spearmanr");
}
