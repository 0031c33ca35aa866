using System.Runtime.InteropServices;
using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.Text.Tags;

/// <summary>Counts right tags and spans, sequence by sequence.</summary>
internal sealed class SpanCounter(TagScheme scheme)
{
    private readonly TagReader _reader = new(scheme);
    private readonly List<TypedRange> _true = [];
    private readonly List<TypedRange> _predicted = [];
    private readonly List<TypeCounts> _types = [];

    /// <summary>How many tags of the last sequence are right.</summary>
    public int RightTags { get; private set; }

    /// <summary>How many tokens the last sequence has.</summary>
    public int Tokens { get; private set; }

    /// <summary>The counts of the last sequence, by the numbers of types; a type may have none.</summary>
    public ReadOnlySpan<TypeCounts> Types => CollectionsMarshal.AsSpan(_types);

    public string TypeName(int type) => _reader.TypeName(type);

    /// <summary>Counts a sequence.</summary>
    /// <exception cref="FormatException">There is not one predicted tag for each, or a tag is not of the scheme.</exception>
    public void Count(IReadOnlyList<string> labels, IReadOnlyList<string> predictions)
    {
        if (labels.Count != predictions.Count)
        {
            throw new FormatException(
                $"Expected {labels.Count} predicted tags, one for each token; found {predictions.Count}.");
        }

        Tokens = labels.Count;
        RightTags = 0;
        for (int i = 0; i < labels.Count; i++)
        {
            RightTags += labels[i] == predictions[i] ? 1 : 0;
        }

        _reader.Read(labels, "true tag", _true);
        _reader.Read(predictions, "predicted tag", _predicted);
        CollectionsMarshal.AsSpan(_types).Clear();
        foreach (TypedRange span in _true)
        {
            Of(span.Type) += new TypeCounts(0, 0, 1);
        }

        int next = 0;
        foreach (TypedRange span in _predicted)
        {
            while (next < _true.Count && (_true[next].End, _true[next].Start).CompareTo((span.End, span.Start)) < 0)
            {
                next++;
            }

            bool isRight = next < _true.Count && _true[next] == span;
            Of(span.Type) += new TypeCounts(isRight ? 1 : 0, 1, 0);
        }
    }

    /// <summary>Counts the sequence of a row.</summary>
    /// <returns>False when it has no tags on either side.</returns>
    /// <exception cref="LitException">The row cannot be counted; the message names row and field.</exception>
    public bool TryCount(SpanMetrics metric, MetricBatch batch, int row)
    {
        if (!batch.TryGetPrediction(row, out IReadOnlyList<string> predictions)
            || metric.LabelsOf(batch, row) is not { } labels)
        {
            return false;
        }

        try
        {
            Count(labels, predictions);
            return true;
        }
        catch (FormatException problem)
        {
            throw new LitException($"Row {row}, field '{batch.Fields.PredictionField}': {problem.Message}");
        }
    }

    private ref TypeCounts Of(int type)
    {
        if (_types.Count <= type)
        {
            CollectionsMarshal.SetCount(_types, type + 1);
        }

        return ref CollectionsMarshal.AsSpan(_types)[type];
    }
}
