using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Api.Metrics.Distributions;
using Lit.Metrics.Ranks;

namespace Lit.Metrics.Curves;

/// <summary>
/// Areas and curves of any number of probabilities in 312 KiB: counts of positives and negatives in 19968 cells, none of
/// which is wider than 1/256 of its odds.
/// </summary>
/// <remarks>
/// Only the order of a positive and a negative of the same cell is lost, and how many such pairs there are is known: each
/// area comes with the bound that follows. Merging is exact: shards give the same cells as one pass, to the last bit. Not
/// safe for concurrent use.
/// </remarks>
public sealed class ScoreSketch
{
    private readonly double[] _positives = new double[ProbabilityCells.Count];
    private readonly double[] _negatives = new double[ProbabilityCells.Count];

    /// <summary>The weight of the positives.</summary>
    public double Positives { get; private set; }

    /// <summary>The weight of the negatives.</summary>
    public double Negatives { get; private set; }

    internal ReadOnlySpan<double> PositiveCells => _positives;

    internal ReadOnlySpan<double> NegativeCells => _negatives;

    /// <summary>Adds examples.</summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="probabilities">Of a positive, in [0, 1], one for each label.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is out of range; the message says in which row.</exception>
    public void Add(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        BinaryScores.Check(labels, probabilities.Length, nameof(probabilities), weights);
        for (int row = 0; row < labels.Length; row++)
        {
            Add(
                BinaryScores.Probability(probabilities, row),
                BinaryScores.Label(labels, row) == 1,
                weights.IsEmpty ? 1 : weights[row]);
        }
    }

    /// <summary>Adds what another sketch has seen; the other stays as it is.</summary>
    public void Merge(ScoreSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int cell = 0; cell < _positives.Length; cell++)
        {
            _positives[cell] += other._positives[cell];
            _negatives[cell] += other._negatives[cell];
        }

        Positives += other.Positives;
        Negatives += other.Negatives;
    }

    /// <summary>The area under the ROC curve; off by no more than half of the pairs that share a cell.</summary>
    /// <returns>NaN when a class has no example.</returns>
    public BoundedScore RocAuc()
    {
        double area = RankedScores.Areas(_positives, _negatives).Roc, shared = 0;
        for (int cell = 0; cell < _positives.Length; cell++)
        {
            shared += _positives[cell] * _negatives[cell];
        }

        return double.IsNaN(area) ? new(area, double.NaN) : new(area, shared / (2 * Positives * Negatives));
    }

    /// <summary>
    /// Average precision; the bound is reached when all negatives of each cell stand above its positives, or all below.
    /// </summary>
    /// <returns>0 when no example is positive; NaN for no examples.</returns>
    public BoundedScore AveragePrecision()
    {
        double precision = RankedScores.Areas(_positives, _negatives).AveragePrecision;
        if (Positives == 0)
        {
            return new(precision, double.IsNaN(precision) ? double.NaN : 0);
        }

        double least = 0, greatest = 0, found = 0, taken = 0;
        for (int cell = _positives.Length - 1; cell >= 0; cell--)
        {
            double positives = _positives[cell], negatives = _negatives[cell];
            if (positives > 0)
            {
                greatest += positives * (found + positives) / (taken + positives);

                // The sum over positives behind all negatives is no less than its integral.
                double before = taken + negatives;
                least += positives - (before == 0 ? 0 : (before - found) * GammaFunctions.LogOnePlus(positives / before));
            }

            found += positives;
            taken += positives + negatives;
        }

        double bound = Math.Max(precision - (least / Positives), (greatest / Positives) - precision);
        return new(precision, Math.Clamp(bound, 0, 1));
    }

    /// <summary>The ROC curve at the edges of the cells; each point is one of the exact curve.</summary>
    public RocCurve Roc() => new(Sweep());

    /// <summary>The precision-recall curve at the edges of the cells; each point is one of the exact curve.</summary>
    public PrecisionRecallCurve PrecisionRecall() => new(Sweep());

    /// <summary>Writes the sketch as one JSON value.</summary>
    /// <param name="writer">Stands where a value may begin.</param>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        long[] cells =
        [
            .. Enumerable.Range(0, _positives.Length).Where(cell => _positives[cell] > 0 || _negatives[cell] > 0)
                .Select(cell => (long)cell),
        ];
        writer.WriteStartObject();
        StateJson.Write(writer, "cells", cells);
        StateJson.Write(writer, "positives", cells.Select(cell => _positives[cell]).ToArray());
        StateJson.Write(writer, "negatives", cells.Select(cell => _negatives[cell]).ToArray());
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">The value.</param>
    /// <exception cref="Lit.Types.LitException">The value is no such sketch.</exception>
    public static ScoreSketch Read(JsonElement json)
    {
        var sketch = new ScoreSketch();
        long[] cells = StateJson.Counts(json, "cells");
        double[] positives = StateJson.Numbers(json, "positives", cells.Length);
        double[] negatives = StateJson.Numbers(json, "negatives", cells.Length);
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] >= ProbabilityCells.Count || !(positives[i] >= 0) || !(negatives[i] >= 0))
            {
                throw StateJson.Wrong("cells", $"weights of cells below {ProbabilityCells.Count}", $"cell {cells[i]}");
            }

            sketch._positives[cells[i]] += positives[i];
            sketch._negatives[cells[i]] += negatives[i];
            sketch.Positives += positives[i];
            sketch.Negatives += negatives[i];
        }

        return sketch;
    }

    internal void Add(double probability, bool positive, double weight)
    {
        int cell = ProbabilityCells.Of(probability);
        (positive ? _positives : _negatives)[cell] += weight;
        Positives += positive ? weight : 0;
        Negatives += positive ? 0 : weight;
    }

    private ThresholdSweep Sweep()
    {
        int[] cells = [.. Enumerable.Range(0, _positives.Length).Where(cell => _positives[cell] + _negatives[cell] > 0)];
        var sweep = new ThresholdSweep(cells.Length);
        double found = 0, other = 0;
        for (int i = cells.Length - 1; i >= 0; i--)
        {
            found += _positives[cells[i]];
            other += _negatives[cells[i]];
            (sweep.Positives[i], sweep.Negatives[i]) = (found, other);
            sweep.Thresholds[i] = ProbabilityCells.Start(cells[i]);
        }

        return sweep;
    }
}
