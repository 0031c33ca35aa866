using System.Buffers;
using System.Text;
using System.Text.Json;
using Lit.Api.Reporting;

namespace Lit.Api.Metrics;

/// <summary>What a metric remembers of the examples it has seen: enough for its scores, and no more.</summary>
/// <remarks>
/// States of parts of the data, on whatever machine, merge into the state of the whole: counts to the same bits in any
/// order, sums to within rounding. Not safe for concurrent use; give each thread its own and merge.
/// </remarks>
public abstract class MetricState
{
    /// <summary>How many examples were scored. Those left out for want of a label are not among them.</summary>
    public abstract long Count { get; }

    /// <summary>Takes in examples of a batch.</summary>
    /// <param name="batch">Labels and predictions, row by row.</param>
    /// <param name="rows">Which rows to take; every row is counted once for each time it occurs.</param>
    /// <exception cref="Lit.Types.LitException">A row cannot be scored; the message names row and field.</exception>
    public abstract void Add(MetricBatch batch, ReadOnlySpan<int> rows);

    /// <summary>Takes in what another state of the same metric has seen; the other stays as it is.</summary>
    /// <param name="other">A state that the same metric made, with the same options and for fields of the same type.</param>
    /// <exception cref="ArgumentException">The other state is of another kind.</exception>
    public abstract void Merge(MetricState other);

    /// <summary>Computes the scores of everything seen so far.</summary>
    /// <param name="intervals">How their uncertainty is found.</param>
    /// <returns>In the order of the metric's meta-spec; empty when nothing was seen.</returns>
    public abstract IReadOnlyList<MetricValue> Compute(IntervalOptions intervals);

    /// <summary>What the state holds that can be drawn, such as a confusion matrix; see <see cref="EvaluationResult.Pictures"/>.</summary>
    /// <param name="fields">The fields that the state was made for: their types have the names of classes.</param>
    /// <returns>Nothing by default.</returns>
    public virtual IEnumerable<ReportBlock> Pictures(MetricFields fields) => [];

    /// <summary>Writes the state as one JSON value.</summary>
    /// <param name="writer">Stands where a value may begin.</param>
    public abstract void Write(Utf8JsonWriter writer);

    /// <summary>The state as JSON, for <see cref="Metric.ReadState"/>.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The other state as one of this kind.</summary>
    /// <exception cref="ArgumentException">It is of another kind.</exception>
    protected static TState Same<TState>(MetricState other)
        where TState : MetricState
    {
        ArgumentNullException.ThrowIfNull(other);
        return other as TState
            ?? throw new ArgumentException(
                $"Expected a state of kind {typeof(TState).Name}, found {other.GetType().Name}.", nameof(other));
    }
}
