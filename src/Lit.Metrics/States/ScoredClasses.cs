using System.Runtime.InteropServices;
using System.Text.Json;
using Lit.Api.Metrics;
using Lit.Metrics.Curves;
using Lit.Metrics.Ranks;

namespace Lit.Metrics.States;

/// <summary>The scores of positives and of negatives: all that areas under curves need.</summary>
internal sealed class ScoredClasses
{
    private readonly List<ulong> _positives = [];
    private readonly List<ulong> _negatives = [];
    private bool _isSorted = true;

    public int Positives => _positives.Count;

    public int Negatives => _negatives.Count;

    public void Add(double score, bool positive)
    {
        (positive ? _positives : _negatives).Add(SortableKeys.Of(score));
        _isSorted = false;
    }

    public void Merge(ScoredClasses other)
    {
        _positives.AddRange(CollectionsMarshal.AsSpan(other._positives));
        _negatives.AddRange(CollectionsMarshal.AsSpan(other._negatives));
        _isSorted = false;
    }

    /// <summary>Areas of everything seen, exact with ties.</summary>
    public (double Roc, double AveragePrecision) Areas()
    {
        Sort();
        ReadOnlySpan<ulong> positives = CollectionsMarshal.AsSpan(_positives), negatives = CollectionsMarshal.AsSpan(_negatives);
        return (RankedScores.RocArea(positives, negatives), RankedScores.AveragePrecision(positives, negatives));
    }

    public ThresholdSweep ToSweep()
    {
        Sort();
        return ThresholdSweep.OfSorted(CollectionsMarshal.AsSpan(_positives), CollectionsMarshal.AsSpan(_negatives));
    }

    public RankStatistic ToStatistic()
    {
        Sort();
        return new(CollectionsMarshal.AsSpan(_positives), CollectionsMarshal.AsSpan(_negatives));
    }

    public void Write(Utf8JsonWriter writer)
    {
        Sort();
        StateJson.Write(writer, "positives", _positives.Select(SortableKeys.Score).ToArray());
        StateJson.Write(writer, "negatives", _negatives.Select(SortableKeys.Score).ToArray());
    }

    public void Read(JsonElement json)
    {
        foreach ((string name, bool positive) in new[] { ("positives", true), ("negatives", false) })
        {
            foreach (double score in StateJson.Numbers(json, name))
            {
                if (!double.IsFinite(score))
                {
                    throw StateJson.Wrong(name, "finite scores", $"{score}");
                }

                Add(score, positive);
            }
        }
    }

    private void Sort()
    {
        if (!_isSorted)
        {
            RadixSort.Sort(CollectionsMarshal.AsSpan(_positives));
            RadixSort.Sort(CollectionsMarshal.AsSpan(_negatives));
            _isSorted = true;
        }
    }
}
