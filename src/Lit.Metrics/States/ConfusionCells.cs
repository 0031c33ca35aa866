using System.Text.Json;
using Lit.Api.Metrics;

namespace Lit.Metrics.States;

/// <summary>Pairs of true and predicted class with their counts, only those that occur: any vocabulary fits.</summary>
internal sealed class ConfusionCells(int classes)
{
    private const int MostDenseClasses = 128;

    private readonly long[]? _dense = classes <= MostDenseClasses ? new long[classes * classes] : null;
    private readonly Dictionary<long, long>? _sparse = classes <= MostDenseClasses ? null : [];

    public int Classes => classes;

    public void Add(int truth, int predicted, long count = 1)
    {
        long cell = ((long)truth * classes) + predicted;
        if (_dense is not null)
        {
            _dense[cell] += count;
        }
        else
        {
            _sparse![cell] = _sparse.GetValueOrDefault(cell) + count;
        }
    }

    public void Merge(ConfusionCells other)
    {
        foreach ((int truth, int predicted, long count) in other.Occurring())
        {
            Add(truth, predicted, count);
        }
    }

    /// <summary>In order of truth, then prediction.</summary>
    public IEnumerable<(int Truth, int Predicted, long Count)> Occurring()
    {
        IEnumerable<KeyValuePair<long, long>> cells = _dense is null
            ? _sparse!.OrderBy(cell => cell.Key)
            : _dense.Select((count, cell) => new KeyValuePair<long, long>(cell, count)).Where(cell => cell.Value > 0);
        return cells.Select(cell => ((int)(cell.Key / classes), (int)(cell.Key % classes), cell.Value));
    }

    public void Write(Utf8JsonWriter writer, string name)
        => StateJson.Write(
            writer, name, Occurring().SelectMany(c => new[] { c.Truth, c.Predicted, c.Count }).ToArray());

    public void Read(JsonElement json, string name)
    {
        long[] triples = StateJson.Counts(json, name);
        for (int i = 0; i + 2 < triples.Length; i += 3)
        {
            if (triples[i] >= classes || triples[i + 1] >= classes)
            {
                throw StateJson.Wrong(name, $"classes below {classes}", $"{Math.Max(triples[i], triples[i + 1])}");
            }

            Add((int)triples[i], (int)triples[i + 1], triples[i + 2]);
        }

        if (triples.Length % 3 != 0)
        {
            throw StateJson.Wrong(name, "true class, predicted class and count in turn", $"{triples.Length} numbers");
        }
    }
}
