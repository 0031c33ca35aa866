using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Metrics.States;
using Lit.Types;

namespace Lit.Metrics;

/// <summary>How far predicted numbers are from the true ones, and how closely they move together.</summary>
/// <remarks>Examples without a label or with a NaN on either side are left out and counted; infinity is an error that names the row.</remarks>
public sealed class RegressionMetrics : Metric
{
    private static readonly Spec LitScores = new()
    {
        ["mse"] = new MetricResult
        {
            BestValue = MetricBestValue.Zero,
            Description = "Mean squared error, in the square of the label's unit.",
        },
        ["pearsonr"] = new MetricResult { Description = "Pearson's r, the linear correlation of labels and predictions, in [-1, 1]." },
        ["spearmanr"] = new MetricResult { Description = "Spearman's rho, the correlation of their ranks, in [-1, 1]." },
    };

    private static readonly Spec AllScores = new()
    {
        ["mse"] = LitScores["mse"],
        ["pearsonr"] = LitScores["pearsonr"],
        ["spearmanr"] = LitScores["spearmanr"],
        ["rmse"] = new MetricResult
        {
            BestValue = MetricBestValue.Zero,
            Description = "Root of the mean squared error, in the label's unit.",
        },
        ["mae"] = new MetricResult { BestValue = MetricBestValue.Zero, Description = "Mean absolute error, in the label's unit." },
        ["r2"] = new MetricResult
        {
            BestValue = MetricBestValue.Highest,
            Description = "Share of the labels' variance that the predictions account for, at most 1.",
        },
        ["explained_variance"] = new MetricResult
        {
            BestValue = MetricBestValue.Highest,
            Description = "As R², but an error that is the same for all examples costs nothing; at most 1.",
        },
    };

    /// <inheritdoc />
    public override string Name => "regression";

    /// <inheritdoc />
    public override string Description => "Squared error and correlation of predicted and true numbers.";

    /// <inheritdoc />
    public override Spec MetaSpec => Extended ? AllScores : LitScores;

    /// <summary>Whether to add root mean squared error, mean absolute error, R² and explained variance.</summary>
    /// <value>False by default: the scores that LIT gives.</value>
    public bool Extended { get; init; }

    /// <summary>
    /// Whether memory stays the same however many examples there are. All scores but Spearman's correlation are sums; that one
    /// is then of an even random sample once there are more than <see cref="SampledRows.Capacity"/> examples, and says so in
    /// <see cref="MetricValue.Reason"/>.
    /// </summary>
    /// <value>False by default: each example takes sixteen bytes.</value>
    public bool Streaming { get; init; }

    /// <summary>Whether any label field will do when fields are checked, as in LIT; scoring it fails all the same.</summary>
    /// <value>False by default: the label has to be a number.</value>
    public bool LitCompatible { get; init; }

    /// <inheritdoc />
    public override Compatibility CheckFields(LitType prediction, LitType? label)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        List<SpecMismatch> mismatches = [];
        if (prediction is not RegressionScore)
        {
            mismatches.Add(new("prediction", nameof(RegressionScore), prediction.GetType().Name));
        }

        if (!LitCompatible && label is not (null or Scalar or Integer))
        {
            mismatches.Add(new("label", nameof(Scalar), label.GetType().Name));
        }

        return new(mismatches);
    }

    /// <inheritdoc />
    public override MetricState CreateState(MetricFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Label is not (Scalar or Integer))
        {
            throw new LitException(
                $"{fields.LabelField}: expected {nameof(Scalar)}, found {fields.Label?.GetType().Name ?? "no label"}.");
        }

        return fields.Prediction is RegressionScore
            ? new RegressionState(Extended, Streaming)
            : throw new LitException(
                $"{fields.PredictionField}: expected {nameof(RegressionScore)}, found {fields.Prediction.GetType().Name}.");
    }

    /// <inheritdoc />
    public override MetricState ReadState(MetricFields fields, JsonElement json)
    {
        var state = (RegressionState)CreateState(fields);
        state.Read(json);
        return state;
    }

    /// <inheritdoc />
    public override PairedUnits CreatePairedUnits(MetricBatch before, MetricBatch after, string score)
    {
        CheckPair(before, after, score);
        int count = before.Count;
        double[] rows = new double[4 * count];
        int[] first = new int[count], second = new int[count];
        for (int row = 0; row < count; row++)
        {
            first[row] = Put(before, row, row);
            second[row] = Put(after, row, count + row);
        }

        int place = AllScores.Keys.Index().First(entry => entry.Item == score).Index;
        return new(new RegressionStatistic(rows), place, first, second);

        int Put(MetricBatch batch, int row, int unit)
        {
            double label = batch.LabelNumbers[row], prediction = batch.PredictionNumbers[row];
            bool counts = double.IsFinite(label) && double.IsFinite(prediction);
            (rows[2 * unit], rows[(2 * unit) + 1]) = counts ? (label, prediction) : (0, 0);
            return counts ? unit : -1;
        }
    }
}
