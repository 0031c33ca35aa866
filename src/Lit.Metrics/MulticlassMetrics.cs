using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Metrics.Margins;
using Lit.Metrics.States;
using Lit.Types;

namespace Lit.Metrics;

/// <summary>How often the most probable class is the true one, and how well probabilities rank and promise.</summary>
/// <remarks>
/// Examples whose label is not in the vocabulary are left out and counted. Precision, recall and F1 are micro averages over
/// all classes but the null class, and 0, with the reason, where nothing is there to count. Areas are of two classes only.
/// </remarks>
public sealed partial class MulticlassMetrics : ClassificationMetric
{
    private static readonly Spec LitScores = new()
    {
        ["accuracy"] = Best("The share of examples whose predicted class is the true one."),
        ["precision"] = Best("Of all predictions of a class other than the null class, the share that is right."),
        ["recall"] = Best("Of all examples of a class other than the null class, the share that was found."),
        ["f1"] = Best("The harmonic mean of precision and recall."),
        ["auc"] = Best("Area under the ROC curve: the chance that a positive example scores higher than a negative."),
        ["aucpr"] = Best("Average precision: the area under the precision-recall curve in steps."),
        ["num_missing_labels"] = Zero("Examples left out because their label is not in the vocabulary."),
    };

    private static readonly Spec AllScores = new()
    {
        ["accuracy"] = LitScores["accuracy"],
        ["precision"] = LitScores["precision"],
        ["recall"] = LitScores["recall"],
        ["f1"] = LitScores["f1"],
        ["macro_precision"] = Best("Mean precision over classes that were predicted."),
        ["macro_recall"] = Best("Mean recall over classes that occur: balanced accuracy."),
        ["macro_f1"] = Best("Mean F1 over classes that occur or were predicted."),
        ["weighted_f1"] = Best("Mean F1 over classes by their examples."),
        ["matthews"] = Best("Matthews' correlation of true and predicted classes, in [-1, 1]."),
        ["kappa"] = Best("Cohen's kappa: agreement beyond what class frequencies give by chance, at most 1."),
        ["auc"] = LitScores["auc"],
        ["aucpr"] = LitScores["aucpr"],
        ["log_loss"] = Zero("Mean of -ln of the probability of the true class, in nats."),
        ["brier"] = Zero("Mean squared distance of the probabilities from the true class, in [0, 2]."),
        ["calibration_error"] = Zero("Mean distance of confidence from accuracy over bins of equal width (ECE), in [0, 1]."),
        ["num_missing_labels"] = LitScores["num_missing_labels"],
    };

    /// <inheritdoc />
    public override string Name => "multiclass";

    /// <inheritdoc />
    public override string Description => "Accuracy, precision, recall and areas under curves of predicted classes.";

    /// <inheritdoc />
    public override Spec MetaSpec => Extended ? AllScores : LitScores;

    /// <inheritdoc />
    public override IReadOnlyList<string> Headlines
        => Extended ? ["accuracy", "macro_f1", "auc", "calibration_error"] : ["accuracy", "f1", "auc"];

    /// <summary>
    /// Whether to add averages over classes, chance-corrected agreement, log loss, Brier score and calibration error; and
    /// areas also when no class of two is the null class, with the second class as the positive one.
    /// </summary>
    /// <value>False by default: the scores that LIT gives.</value>
    public bool Extended { get; init; }

    /// <summary>How many bins of equal width the calibration error of the predicted class has.</summary>
    /// <value>15 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int CalibrationBins
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1 bin.");
    } = Calibration.DefaultBins;

    /// <summary>
    /// Whether memory stays the same however many examples there are: areas then rest on a <see cref="Curves.ScoreSketch"/>,
    /// and say in <see cref="MetricValue.ErrorBound"/> how far at most they are from the exact ones.
    /// </summary>
    /// <value>False by default: areas are exact, and each example of two classes takes eight bytes.</value>
    public bool Streaming { get; init; }

    /// <summary>Every score of probabilities at once, with intervals; of two classes, the second is the positive one.</summary>
    /// <param name="labels">Positions of the true classes.</param>
    /// <param name="probabilities">Row-major, one row for each label.</param>
    /// <param name="intervals">How the uncertainty is found; null: 95 % from 1000 resamples.</param>
    /// <exception cref="ArgumentException">Lengths differ, a label is no class, or a number is outside [0, 1]; the message names the row.</exception>
    public static MulticlassScore Compute(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, IntervalOptions? intervals = null)
    {
        int classes = Math.Max(ClassProbabilities.Check(labels, probabilities, default), 1);
        var state = new MulticlassState(new() { Extended = true }, classes, nullIndex: classes == 2 ? 0 : null);
        for (int row = 0; row < labels.Length; row++)
        {
            state.Add(labels[row], probabilities.Slice(row * classes, classes), margin: 0);
        }

        return MulticlassScore.Of(state, intervals ?? new());
    }

    /// <inheritdoc />
    public override MetricState CreateState(MetricFields fields) => NewState(fields);

    /// <inheritdoc />
    public override MetricState ReadState(MetricFields fields, JsonElement json)
    {
        MulticlassState state = NewState(fields);
        state.Read(json);
        return state;
    }

    private protected override Metric WithMargins(MarginConfig margins)
        => new MulticlassMetrics
        {
            Extended = Extended,
            CalibrationBins = CalibrationBins,
            Streaming = Streaming,
            Margins = margins,
        };

    private static MetricResult Best(string description)
        => new() { BestValue = MetricBestValue.Highest, Description = description };

    private static MetricResult Zero(string description)
        => new() { BestValue = MetricBestValue.Zero, Description = description };

    private MulticlassState NewState(MetricFields fields)
    {
        MulticlassPreds classes = Classes(fields);
        return new(this, classes.Vocab.Count, classes.NullIndex);
    }
}
