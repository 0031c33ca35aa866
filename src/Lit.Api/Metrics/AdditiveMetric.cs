using System.Text.Json;
using Lit.Types;

namespace Lit.Api.Metrics;

/// <summary>A metric whose scores follow from sums over examples: errors, losses, shares, ratios of totals.</summary>
/// <remarks>
/// Say what one example adds and what the scores are of the sums; the state, its JSON, merging, facets and intervals are
/// here. Memory does not grow with the data: intervals rest on <see cref="SampledRows"/>.
/// </remarks>
/// <example>
/// <code>
/// public sealed class AbsoluteError : AdditiveMetric
/// {
///     public override Spec MetaSpec { get; } = new()
///     {
///         ["mae"] = new MetricResult { BestValue = MetricBestValue.Zero, Description = "Mean absolute error." },
///     };
///
///     protected override int SumCount => 1;
///
///     public override Compatibility CheckFields(LitType prediction, LitType? label)
///         => prediction is RegressionScore &amp;&amp; label is Scalar ? Compatibility.Full : new([new("label", "numbers", "others")]);
///
///     protected override bool TryMeasure(MetricBatch batch, int row, Span&lt;double> sums)
///     {
///         sums[0] = Math.Abs(batch.LabelNumbers[row] - batch.PredictionNumbers[row]);
///         return !double.IsNaN(sums[0]); // no label: left out
///     }
///
///     protected override void Score(ReadOnlySpan&lt;double> sums, double count, Span&lt;double> scores)
///         => scores[0] = sums[0] / count;
/// }
/// </code>
/// </example>
public abstract class AdditiveMetric : Metric
{
    /// <summary>How many sums there are, at least 1.</summary>
    protected internal abstract int SumCount { get; }

    /// <summary>The name of the count of examples that could not be measured, reported when there are any.</summary>
    protected internal virtual string MissingName => "num_missing_labels";

    /// <inheritdoc />
    public override MetricState CreateState(MetricFields fields) => new AdditiveState(this, fields);

    /// <inheritdoc />
    public override MetricState ReadState(MetricFields fields, JsonElement json) => AdditiveState.Read(this, fields, json);

    /// <inheritdoc />
    public override PairedUnits CreatePairedUnits(MetricBatch before, MetricBatch after, string score)
    {
        CheckPair(before, after, score);
        var rows = new AdditiveRows(this, before, after);
        int place = MetaSpec.Keys.Index().First(entry => entry.Item == score).Index;
        return new(rows, place, rows.Units[0], rows.Units[1]);
    }

    /// <summary>What one example adds to the sums.</summary>
    /// <param name="batch">Labels and predictions.</param>
    /// <param name="row">The example.</param>
    /// <param name="sums">Takes one number for each sum; zeros before.</param>
    /// <returns>False to leave the example out, for want of a label.</returns>
    /// <exception cref="LitException">The example is wrong; the message names row and field.</exception>
    protected internal abstract bool TryMeasure(MetricBatch batch, int row, Span<double> sums);

    /// <summary>The scores that follow from the sums.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="count">How many examples they are of; greater than 0.</param>
    /// <param name="scores">Takes one score for each entry of the meta-spec, in its order; NaN where one is not defined.</param>
    protected internal abstract void Score(ReadOnlySpan<double> sums, double count, Span<double> scores);

    /// <summary>Whether a score of the meta-spec is reported for two fields; LIT names those of a best candidate apart.</summary>
    /// <param name="score">Its name.</param>
    /// <param name="fields">The fields.</param>
    /// <returns>True by default.</returns>
    protected internal virtual bool Reports(string score, MetricFields fields) => true;

    /// <summary>The least and the greatest value of a score; bounds of its interval stay between them.</summary>
    /// <param name="score">Its name.</param>
    protected internal virtual (double Least, double Greatest) RangeOf(string score)
        => (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Why a score is not defined.</summary>
    /// <param name="score">Its name.</param>
    protected internal virtual string UndefinedBecause(string score) => "not defined for these examples";
}
