using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Metrics.Curves;
using Lit.Metrics.Decisions;
using Lit.Metrics.Reliability;

namespace Lit.Metrics.States;

/// <summary>What <see cref="MulticlassMetrics"/> remembers of labels and probabilities.</summary>
internal sealed partial class MulticlassState : MetricState
{
    private readonly MulticlassMetrics _metric;
    private readonly int _classes;
    private readonly int? _nullIndex;
    private readonly ConfusionCells _confusion;
    private readonly ScoredClasses _scores = new();
    private ScoreSketch? _sketch;
    private readonly ReliabilityCells _reliability;
    private readonly SampledRows _losses = new(2);
    private readonly double[] _row;
    private double _logLoss;
    private double _brier;
    private long _count;
    private long _missingLabels;
    private long _missingPredictions;
    private long _undefined;
    private long _improbable;

    public MulticlassState(MulticlassMetrics metric, int classes, int? nullIndex)
    {
        _metric = metric;
        _classes = classes;
        _nullIndex = nullIndex;
        _confusion = new(classes);
        _reliability = new(metric.CalibrationBins);
        _sketch = metric.Streaming ? new() : null;
        _row = new double[classes];
    }

    public override long Count => _count;

    public ConfusionCells Confusion => _confusion;

    public ReliabilityDiagram Reliability => _reliability.ToDiagram();

    /// <summary>The class whose score ranks examples when there are two; −1 when there are not.</summary>
    private int Positive => _classes != 2 ? -1 : _nullIndex is { } none ? 1 - none : _metric.Extended ? 1 : -1;

    public override void Add(MetricBatch batch, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> labels = batch.LabelCodes;
        foreach (int row in rows)
        {
            if (labels[row] >= 0 && !batch.TryCopyPrediction(row, _row))
            {
                _missingPredictions++;
            }
            else
            {
                AddOrSkip(labels[row], _row, batch.Margin(row));
            }
        }
    }

    /// <summary>Takes in one example; a label of −1 leaves it out.</summary>
    public void AddOrSkip(int label, ReadOnlySpan<double> probabilities, double margin)
    {
        if (label < 0)
        {
            _missingLabels++;
        }
        else
        {
            Add(label, probabilities, margin);
        }
    }

    /// <summary>Takes in one example whose label is in the vocabulary.</summary>
    public void Add(int label, ReadOnlySpan<double> probabilities, double margin)
    {
        int predicted = _nullIndex is { } none
            ? Decision.WithMargin(probabilities, none, margin)
            : Decision.Largest(probabilities);
        _count++;
        _confusion.Add(label, predicted);
        bool finite = true, probable = true;
        foreach (double p in probabilities)
        {
            finite &= double.IsFinite(p);
            probable &= p is >= 0 and <= 1;
        }

        _undefined += finite ? 0 : 1;
        _improbable += probable ? 0 : 1;
        if (finite && Positive is >= 0 and var positive)
        {
            // −p of the other class orders examples as 1 − p does, without its rounding.
            double other = probabilities[1 - positive];
            if (_sketch is null)
            {
                _scores.Add(-other, label == positive);
            }
            else if (probable)
            {
                _sketch.Add(1 - other, label == positive, weight: 1);
            }
        }

        if (probable && _metric.Extended)
        {
            int top = margin == 0 ? predicted : Decision.Largest(probabilities);
            _reliability.Add(probabilities[top], top == label);
            double logLoss = ClassProbabilities.LogLoss(probabilities[label]);
            double brier = ClassProbabilities.Brier(probabilities, label);
            _logLoss += logLoss;
            _brier += brier;
            _losses.Add([logLoss, brier]);
        }
    }

    public override void Merge(MetricState other)
    {
        MulticlassState same = Same<MulticlassState>(other);
        if (same._classes != _classes || same._nullIndex != _nullIndex || same._metric.Extended != _metric.Extended
            || same._metric.CalibrationBins != _metric.CalibrationBins || same._metric.Streaming != _metric.Streaming)
        {
            throw new ArgumentException(
                $"Expected a state of {_classes} classes, null class {_nullIndex} and equal options; found {same._classes} "
                + $"classes and null class {same._nullIndex}.",
                nameof(other));
        }

        _confusion.Merge(same._confusion);
        _scores.Merge(same._scores);
        _sketch?.Merge(same._sketch!);
        _reliability.Merge(same._reliability);
        _losses.Merge(same._losses);
        _logLoss += same._logLoss;
        _brier += same._brier;
        _count += same._count;
        _missingLabels += same._missingLabels;
        _missingPredictions += same._missingPredictions;
        _undefined += same._undefined;
        _improbable += same._improbable;
    }

    public override void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("classes", _classes);
        StateJson.Write(
            writer, "examples", [_count, _missingLabels, _missingPredictions, _undefined, _improbable]);
        _confusion.Write(writer, "confusion");
        if (_sketch is null)
        {
            _scores.Write(writer);
        }
        else
        {
            writer.WritePropertyName("sketch");
            _sketch.Write(writer);
        }

        _reliability.Write(writer, "reliability");
        StateJson.Write(writer, "losses", [_logLoss, _brier]);
        writer.WritePropertyName("sample");
        _losses.Write(writer);
        writer.WriteEndObject();
    }

    public void Read(JsonElement json)
    {
        if (StateJson.Count(json, "classes") != _classes)
        {
            throw StateJson.Wrong("classes", $"{_classes}", $"{StateJson.Count(json, "classes")}");
        }

        if (StateJson.Counts(json, "examples", 5) is [var count, var labels, var predictions, var undefined, var improbable])
        {
            (_count, _missingLabels, _missingPredictions, _undefined, _improbable) =
                (count, labels, predictions, undefined, improbable);
        }

        _confusion.Read(json, "confusion");
        if (_sketch is null)
        {
            _scores.Read(json);
        }
        else
        {
            _sketch = ScoreSketch.Read(StateJson.Property(json, "sketch"));
        }

        _reliability.Read(json, "reliability");
        if (StateJson.Numbers(json, "losses", 2) is [var logLoss, var brier])
        {
            (_logLoss, _brier) = (logLoss, brier);
        }

        _losses.Merge(SampledRows.Read(2, StateJson.Property(json, "sample")));
    }
}
