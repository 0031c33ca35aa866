using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.Thresholds;

/// <summary>Finds the decision thresholds of the least cost of predictions of two classes, for all and for groups of examples.</summary>
/// <remarks>
/// Thresholds go in steps of 0.01. Positive is the class that is not the null class; without one, the second. One pass over
/// the examples of each group is all it takes.
/// </remarks>
public sealed class Thresholder : Interpreter<ThresholderConfig, ThresholdResult>
{
    /// <inheritdoc />
    public override string Name => "thresholder";

    /// <inheritdoc />
    public override string Description => "Thresholds of the least cost, for all examples and for groups of them.";

    /// <inheritdoc />
    public override Compatibility CheckCompatibility(Model model, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.OutputSpec.FieldsOf<MulticlassPreds>().Any()
            ? Compatibility.Full
            : new([new("output", nameof(MulticlassPreds), "none")]);
    }

    /// <inheritdoc />
    /// <returns>A result for each prediction of two classes whose parent is a category of the dataset.</returns>
    public override IAsyncEnumerable<ThresholdResult> RunAsync(
        Model model,
        Dataset inputs,
        ThresholderConfig config,
        IProgress<LitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(config);
        CheckCompatibility(model, inputs).ThrowIfIncompatible(Name);
        return Stream(cancellationToken);

        async IAsyncEnumerable<ThresholdResult> Stream([EnumeratorCancellation] CancellationToken token)
        {
            ExampleTable predictions = await model.PredictTableAsync(inputs, progress, token).ConfigureAwait(false);
            foreach (ThresholdResult result in Find(inputs, predictions, config))
            {
                yield return result;
            }
        }
    }

    /// <summary>Finds the thresholds of predictions that are there already.</summary>
    /// <param name="dataset">The examples, at least one.</param>
    /// <param name="predictions">One row for each example.</param>
    /// <param name="config">Costs and groups.</param>
    /// <returns>A result for each prediction of two classes whose parent is a category of the dataset.</returns>
    /// <exception cref="LitException">There are no examples, or a group has none or one that does not exist.</exception>
    public static IReadOnlyList<ThresholdResult> Find(Dataset dataset, ExampleTable predictions, ThresholderConfig config)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(config);
        if (dataset.Count == 0)
        {
            throw new LitException("thresholder: expected at least one example, found none.");
        }

        foreach (ThresholdGroup group in config.Groups is { Count: > 1 } groups ? groups : [])
        {
            if (group.Rows is { } rows && (rows.Count == 0 || rows.Any(row => (uint)row >= (uint)dataset.Count)))
            {
                throw new LitException($"thresholder, group '{group.Name}': expected examples of the dataset, found none or others.");
            }
        }

        return
        [
            .. new BinaryConfusionMetrics().FindFields(predictions.Spec, dataset.Spec)
                .Select(fields => Find(new MetricBatch(fields, dataset, predictions), config)),
        ];
    }

    /// <inheritdoc />
    protected override ThresholderConfig ReadConfig(ConfigValues values) => new();

    private static ThresholdResult Find(MetricBatch batch, ThresholderConfig config)
    {
        var type = (MulticlassPreds)batch.Fields.Prediction;
        int none = type.NullIndex ?? 0;
        bool?[] labels = new bool?[batch.Count];
        var probabilities = new (double None, double Positive)[batch.Count];
        double[] row = new double[2];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = batch.LabelCodes[i] >= 0 && batch.TryCopyPrediction(i, row) ? batch.LabelCodes[i] != none : null;
            probabilities[i] = (row[none], row[1 - none]);
        }

        if (config.Groups is not { Count: > 0 } groups)
        {
            return new(batch.Fields.PredictionField, []);
        }

        int single = LeastCost(CountsOf(null), config.CostRatio);
        if (groups.Count == 1)
        {
            return new(batch.Fields.PredictionField, [new(groups[0].Name, single / 100.0, null, null, null, null)]);
        }

        ThresholdCounts[] counts = [.. groups.Select(group => CountsOf(group.Rows))];
        int[] parity = Balanced(counts, config, single, (own, k) => own.PositiveShare(k));
        int[] accuracy = Balanced(counts, config, single, (own, k) => own.Accuracy(k));
        int[] opportunity = Balanced(counts, config, single, (own, k) => own.TruePositiveRate(k));
        return new(
            batch.Fields.PredictionField,
            [
                .. groups.Select((group, i) => new GroupThresholds(
                    group.Name,
                    single / 100.0,
                    LeastCost(counts[i], config.CostRatio) / 100.0,
                    parity[i] / 100.0,
                    accuracy[i] / 100.0,
                    opportunity[i] / 100.0)),
            ]);

        ThresholdCounts CountsOf(IReadOnlyList<int>? rows)
            => new(labels, probabilities, none == 1, rows ?? Enumerable.Range(0, labels.Length), config.LitCompatible);
    }

    private static int LeastCost(ThresholdCounts counts, double ratio)
        => Enumerable.Range(0, ThresholdCounts.Count).MinBy(k => counts.Cost(k, ratio));

    /// <summary>For each threshold of the first group those of the others that come closest to its rate; of these, the least costly.</summary>
    private static int[] Balanced(
        ThresholdCounts[] counts, ThresholderConfig config, int single, Func<ThresholdCounts, int, double> rate)
    {
        int[] best = [];
        double least = double.PositiveInfinity;
        for (int k = 0; k < ThresholdCounts.Count; k++)
        {
            int[] own = [.. counts.Select((group, i) => i == 0 ? k : Closest(group, rate(counts[0], k)))];
            double cost = counts.Select((group, i) => group.Cost(own[i], config.CostRatio)).Sum();
            if (cost < least)
            {
                (best, least) = (own, cost);
            }
        }

        return best;

        int Closest(ThresholdCounts group, double wanted)
        {
            int closest = 0;
            double distance = double.PositiveInfinity;
            for (int k = 0; k < ThresholdCounts.Count; k++)
            {
                double own = Math.Abs(rate(group, k) - wanted);
                if (double.IsNaN(own))
                {
                    return config.LitCompatible ? k : single;
                }

                (closest, distance) = own < distance ? (k, own) : (closest, distance);
            }

            return closest;
        }
    }
}
