using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Metrics.Fairness;

/// <summary>Rates of a yes-or-no model by group, and how far they are apart.</summary>
/// <param name="Groups">The groups, by name.</param>
/// <param name="Overall">All examples.</param>
public sealed record GroupFairness(IReadOnlyList<GroupRates> Groups, GroupRates Overall) : IReportable
{
    /// <summary>Gaps of the share predicted positive.</summary>
    public RateGap DemographicParity => Gap(group => group.SelectionRate);

    /// <summary>Gaps of the share of positives found.</summary>
    public RateGap EqualOpportunity => Gap(group => group.TruePositiveRate);

    /// <summary>Gaps of the share of negatives predicted positive.</summary>
    public RateGap FalsePositives => Gap(group => group.FalsePositiveRate);

    /// <summary>Gaps of the share predicted right.</summary>
    public RateGap Accuracy => Gap(group => group.Accuracy);

    /// <summary>The worse of the gaps of <see cref="EqualOpportunity"/> and <see cref="FalsePositives"/>.</summary>
    public RateGap EqualizedOdds => RateGap.Worst(EqualOpportunity, FalsePositives);

    /// <summary>The mean of the gaps of <see cref="EqualOpportunity"/> and <see cref="FalsePositives"/>.</summary>
    public RateGap MeanEqualizedOdds => RateGap.Mean(EqualOpportunity, FalsePositives);

    /// <summary>Computes the rates of each group.</summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="predictions">0 or 1, one for each label.</param>
    /// <param name="groups">The group of each example.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <param name="undefined">
    /// Stands for a rate of nothing, such as positives found in a group without positives. NaN leaves the group out of gaps and says so.
    /// </param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is out of range; the message says in which row.</exception>
    public static GroupFairness Of(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<int> predictions,
        IReadOnlyList<string> groups,
        ReadOnlySpan<double> weights = default,
        double undefined = double.NaN)
    {
        ArgumentNullException.ThrowIfNull(groups);
        BinaryScores.Check(labels, predictions.Length, nameof(predictions), weights);
        Spans.SameLength(labels.Length, groups.Count, "groups", nameof(groups));
        var counts = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        double[] all = new double[4];
        for (int row = 0; row < labels.Length; row++)
        {
            if (!counts.TryGetValue(groups[row], out double[]? own))
            {
                counts[groups[row]] = own = new double[4];
            }

            int cell = (2 * BinaryScores.Label(labels, row)) + BinaryScores.Label(predictions, row);
            own[cell] += weights.IsEmpty ? 1 : weights[row];
            all[cell] += weights.IsEmpty ? 1 : weights[row];
        }

        return new([.. counts.Select(group => Rates(group.Key, group.Value, undefined))], Rates("all", all, undefined));
    }

    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport()
    {
        yield return new TableBlock(
            ["group", "examples", "selected", "true positive rate", "false positive rate", "accuracy"],
            [
                .. Groups.Append(Overall).Select(group => new ValueList<ReportCell>(
                [
                    group.Name, group.Weight, group.SelectionRate, group.TruePositiveRate, group.FalsePositiveRate, group.Accuracy,
                ])),
            ])
        {
            Title = "Rates by group",
        };
        yield return new TableBlock(
            ["criterion", "difference", "ratio", "to overall", "remark"],
            [
                .. new[] { ("demographic parity", DemographicParity), ("equal opportunity", EqualOpportunity), ("equalised odds", EqualizedOdds) }
                    .Select(gap => new ValueList<ReportCell>(
                        [gap.Item1, gap.Item2.Difference, gap.Item2.Ratio, gap.Item2.DifferenceToOverall, gap.Item2.Reason])),
            ]);
    }

    private static GroupRates Rates(string name, double[] counts, double undefined)
    {
        double negatives = counts[0] + counts[1], positives = counts[2] + counts[3], total = negatives + positives;
        return new(
            name,
            total,
            positives,
            (counts[1] + counts[3]) / total,
            positives == 0 ? undefined : counts[3] / positives,
            negatives == 0 ? undefined : counts[1] / negatives,
            (counts[0] + counts[3]) / total);
    }

    private RateGap Gap(Func<GroupRates, double> rate)
    {
        double overall = rate(Overall);
        double[] rates = [.. Groups.Select(rate).Where(value => !double.IsNaN(value))];
        string[] without = [.. Groups.Where(group => double.IsNaN(rate(group))).Select(group => group.Name)];
        string? reason = without.Length == 0 ? null : $"not defined for {string.Join(", ", without)}";
        if (rates.Length == 0)
        {
            return new(double.NaN, double.NaN, double.NaN, double.NaN) { Reason = reason ?? "no groups" };
        }

        return new(
            rates.Max() - rates.Min(),
            rates.Min() / rates.Max(),
            rates.Max(value => Math.Abs(value - overall)),
            rates.Min(value => Math.Min(value / overall, overall / value)))
        {
            Reason = reason,
        };
    }
}
