using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Metrics.Reliability;

namespace Lit.Metrics.States;

/// <summary>Confidences and outcomes in bins of equal width, each parted finely enough to draw examples again.</summary>
/// <remarks>
/// The calibration error itself is exact: it needs sums by bin. Only a resample takes the confidences of one fine cell, less
/// than a thousandth wide, as equal to their mean.
/// </remarks>
internal sealed class ReliabilityCells(int bins) : SufficientStatistic
{
    private const int CellsOfBin = 64;

    private readonly double[] _edges = ReliabilityBins.Edges(bins);
    private readonly double[] _counts = new double[bins * CellsOfBin * 2];
    private readonly double[] _confidences = new double[bins * CellsOfBin * 2];
    private readonly double[] _gaps = new double[bins];

    public override ReadOnlySpan<double> Counts => _counts;

    public override int ScoreCount => 1;

    public void Add(double confidence, bool hit)
    {
        int bin = ReliabilityBins.Find(_edges, confidence);
        double place = (confidence - _edges[bin]) * bins * CellsOfBin;
        int cell = (bin * CellsOfBin) + Math.Clamp((int)place, 0, CellsOfBin - 1);
        int unit = (2 * cell) + (hit ? 1 : 0);
        _counts[unit]++;
        _confidences[unit] += confidence;
    }

    public void Merge(ReliabilityCells other)
    {
        for (int unit = 0; unit < _counts.Length; unit++)
        {
            _counts[unit] += other._counts[unit];
            _confidences[unit] += other._confidences[unit];
        }
    }

    /// <summary>The expected calibration error.</summary>
    public override void Evaluate(ReadOnlySpan<double> counts, Span<double> scores)
    {
        Array.Clear(_gaps);
        double total = 0;
        for (int unit = 0; unit < counts.Length; unit++)
        {
            if (counts[unit] > 0)
            {
                double confidence = _confidences[unit] / _counts[unit];
                _gaps[unit / (2 * CellsOfBin)] += counts[unit] * (confidence - (unit & 1));
                total += counts[unit];
            }
        }

        double sum = 0;
        foreach (double gap in _gaps)
        {
            sum += Math.Abs(gap);
        }

        scores[0] = sum / total;
    }

    public ReliabilityDiagram ToDiagram()
    {
        var diagram = new ReliabilityBins(bins);
        for (int unit = 0; unit < _counts.Length; unit++)
        {
            long count = (long)_counts[unit];
            diagram.Add(unit / (2 * CellsOfBin), count, _confidences[unit], (unit & 1) * count);
        }

        return diagram.ToDiagram();
    }

    public void Write(Utf8JsonWriter writer, string name)
    {
        int[] units = [.. Enumerable.Range(0, _counts.Length).Where(unit => _counts[unit] > 0)];
        writer.WriteStartObject(name);
        writer.WriteNumber("bins", bins);
        StateJson.Write(writer, "units", units.Select(unit => (long)unit).ToArray());
        StateJson.Write(writer, "counts", units.Select(unit => (long)_counts[unit]).ToArray());
        StateJson.Write(writer, "confidences", units.Select(unit => _confidences[unit]).ToArray());
        writer.WriteEndObject();
    }

    public void Read(JsonElement json, string name)
    {
        JsonElement own = StateJson.Property(json, name);
        if (StateJson.Count(own, "bins") != bins)
        {
            throw StateJson.Wrong("bins", $"{bins}", $"{StateJson.Count(own, "bins")}");
        }

        long[] units = StateJson.Counts(own, "units");
        long[] counts = StateJson.Counts(own, "counts", units.Length);
        double[] confidences = StateJson.Numbers(own, "confidences", units.Length);
        for (int i = 0; i < units.Length; i++)
        {
            if (units[i] >= _counts.Length)
            {
                throw StateJson.Wrong("units", $"numbers below {_counts.Length}", $"{units[i]}");
            }

            _counts[units[i]] += counts[i];
            _confidences[units[i]] += confidences[i];
        }
    }
}
