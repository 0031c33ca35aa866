using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Metrics.Margins;
using Lit.Metrics.States;
using Lit.Types;

namespace Lit.Metrics;

/// <summary>How much a model's answer moves between an example and what was made from it.</summary>
/// <remarks>
/// Pairs are found by <see cref="Lit.Api.Provenance.ParentId"/> among the examples scored; labels are never looked at. An id
/// that occurs twice stands for the last of its examples.
/// </remarks>
public sealed class PairedMetrics : ClassificationMetric
{
    /// <inheritdoc />
    public override string Name => "paired";

    /// <inheritdoc />
    public override string Description => "How often and how far predictions change from an example to its counterfactuals.";

    /// <inheritdoc />
    public override Spec MetaSpec { get; } = new()
    {
        ["num_pairs"] = new MetricResult { Description = "Pairs of an example and one that was made from it." },
        ["swap_rate"] = new MetricResult
        {
            BestValue = MetricBestValue.Zero,
            Description = "The share of pairs whose predicted classes differ.",
        },
        ["mean_jsd"] = new MetricResult
        {
            BestValue = MetricBestValue.Zero,
            Description = "Mean Jensen-Shannon divergence of the probabilities of a pair, in nats, in [0, ln 2].",
        },
    };

    /// <inheritdoc />
    protected override bool NeedsLabel => false;

    /// <inheritdoc />
    public override MetricState CreateState(MetricFields fields) => NewState(fields);

    /// <inheritdoc />
    public override MetricState ReadState(MetricFields fields, JsonElement json)
    {
        PairedState state = NewState(fields);
        state.Read(json);
        return state;
    }

    private protected override Metric WithMargins(MarginConfig margins) => new PairedMetrics { Margins = margins };

    private static PairedState NewState(MetricFields fields)
    {
        MulticlassPreds classes = Classes(fields);
        return new(classes.Vocab.Count, classes.NullIndex);
    }
}
