using System.Runtime.InteropServices;
using System.Text.Json;
using Lit.Api.Metrics.Resampling;

namespace Lit.Api.Metrics;

/// <summary>A few numbers for each example: for all of them while they are few, for an even random sample once they are many.</summary>
/// <remarks>
/// Memory is bounded. What is kept depends on the position of an example and on nothing else, so equal runs keep equal
/// rows. While every row is kept, neither order nor sharding changes what follows from them.
/// </remarks>
public sealed class SampledRows
{
    /// <summary>How many rows are kept at most.</summary>
    public const int Capacity = 8192;

    private readonly List<double> _values = [];
    private readonly List<ulong> _keys = [];
    private int _halvings;

    /// <summary>Creates an empty sample.</summary>
    /// <param name="width">How many numbers a row has, at least 1.</param>
    public SampledRows(int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        Width = width;
    }

    /// <summary>How many numbers a row has.</summary>
    public int Width { get; }

    /// <summary>How many rows were added, kept or not.</summary>
    public long Seen { get; private set; }

    /// <summary>How many rows are kept.</summary>
    public int Count => _keys.Count;

    /// <summary>The share of rows that are kept; 1 for none.</summary>
    public double Share => Seen == 0 ? 1 : (double)Count / Seen;

    /// <summary>The numbers of a kept row.</summary>
    public ReadOnlySpan<double> this[int row]
        => CollectionsMarshal.AsSpan(_values).Slice(row * Width, Width);

    /// <summary>Adds the row of the next example.</summary>
    /// <param name="values"><see cref="Width"/> numbers.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public void Add(ReadOnlySpan<double> values)
    {
        if (values.Length != Width)
        {
            throw new ArgumentException($"Expected {Width} numbers, found {values.Length}.", nameof(values));
        }

        ulong key = RandomStream.Scatter((ulong)Seen++);
        if (IsKept(key))
        {
            _keys.Add(key);
            _values.AddRange(values);
            Shrink();
        }
    }

    /// <summary>Adds what another sample has seen; the other stays as it is.</summary>
    /// <exception cref="ArgumentException">Its rows have another width.</exception>
    public void Merge(SampledRows other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Width != Width)
        {
            throw new ArgumentException($"Expected rows of {Width} numbers, found {other.Width}.", nameof(other));
        }

        Seen += other.Seen;
        _keys.AddRange(CollectionsMarshal.AsSpan(other._keys));
        _values.AddRange(CollectionsMarshal.AsSpan(other._values));
        if (other._halvings != _halvings)
        {
            _halvings = Math.Max(_halvings, other._halvings);
            Prune();
        }

        Shrink();
    }

    /// <summary>The same sample with its columns in other places.</summary>
    /// <param name="width">How many columns there are then.</param>
    /// <param name="places">Where each column goes, −1 to leave it out; a column that none goes to is 0.</param>
    /// <exception cref="ArgumentException">There is not one place for each column.</exception>
    public SampledRows Rearranged(int width, ReadOnlySpan<int> places)
    {
        if (places.Length != Width)
        {
            throw new ArgumentException($"Expected {Width} places, found {places.Length}.", nameof(places));
        }

        var sample = new SampledRows(width) { Seen = Seen, _halvings = _halvings };
        sample._keys.AddRange(_keys);
        CollectionsMarshal.SetCount(sample._values, width * Count);
        Span<double> values = CollectionsMarshal.AsSpan(sample._values);
        values.Clear();
        for (int row = 0; row < Count; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                if (places[column] >= 0)
                {
                    values[(row * width) + places[column]] = this[row][column];
                }
            }
        }

        return sample;
    }

    /// <summary>Copies the kept rows in an order that does not depend on how they came.</summary>
    /// <returns>Row-major.</returns>
    public double[] ToSortedRows()
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        Array.Sort(order, (a, b) => this[a].SequenceCompareTo(this[b]));
        double[] rows = new double[Count * Width];
        for (int i = 0; i < order.Length; i++)
        {
            this[order[i]].CopyTo(rows.AsSpan(i * Width));
        }

        return rows;
    }

    /// <summary>Writes the sample as one JSON value.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("seen", Seen);
        writer.WriteNumber("halvings", _halvings);
        writer.WriteStartArray("keys");
        foreach (ulong key in _keys)
        {
            writer.WriteNumberValue(key);
        }

        writer.WriteEndArray();
        StateJson.Write(writer, "values", CollectionsMarshal.AsSpan(_values));
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="width">How many numbers a row has.</param>
    /// <param name="json">The value.</param>
    /// <exception cref="Lit.Types.LitException">The value is not a sample of that width.</exception>
    public static SampledRows Read(int width, JsonElement json)
    {
        var sample = new SampledRows(width)
        {
            Seen = StateJson.Count(json, "seen"),
            _halvings = (int)StateJson.Count(json, "halvings"),
        };
        sample._keys.AddRange(StateJson.Keys(json, "keys"));
        sample._values.AddRange(StateJson.Numbers(json, "values"));
        return sample._values.Count == sample._keys.Count * width && sample.Count <= sample.Seen && sample._halvings < 64
            ? sample
            : throw StateJson.Wrong("values", $"{width} numbers for each key", $"{sample._values.Count} for {sample.Count}");
    }

    private bool IsKept(ulong key) => key << 1 >> 1 >> (63 - _halvings) == 0;

    private void Shrink()
    {
        while (Count > Capacity)
        {
            _halvings++;
            Prune();
        }
    }

    private void Prune()
    {
        int kept = 0;
        Span<double> values = CollectionsMarshal.AsSpan(_values);
        for (int row = 0; row < _keys.Count; row++)
        {
            if (IsKept(_keys[row]))
            {
                _keys[kept] = _keys[row];
                values.Slice(row * Width, Width).CopyTo(values[(kept * Width)..]);
                kept++;
            }
        }

        _keys.RemoveRange(kept, _keys.Count - kept);
        _values.RemoveRange(kept * Width, _values.Count - (kept * Width));
    }
}
