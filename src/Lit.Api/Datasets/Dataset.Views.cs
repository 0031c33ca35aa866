using Lit.Types;

namespace Lit.Api;

/// <content>Views: what every transformation is made of.</content>
public sealed partial class Dataset
{
    /// <summary>Some examples that follow one another.</summary>
    /// <param name="range">The range; its ends may count from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the dataset.</exception>
    public Dataset Slice(Range range)
    {
        var (start, length) = range.GetOffsetAndLength(Count);
        return View(_rows.Slice(start, 1, length));
    }

    /// <summary>Some examples that follow one another, for the <c>dataset[2..5]</c> notation.</summary>
    /// <param name="start">The first.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not in the dataset.</exception>
    public Dataset Slice(int start, int length) => Slice(new Range(start, start + length));

    /// <summary>Every step-th example from a start to before a stop, by the rules of a Python slice.</summary>
    /// <param name="start">
    /// The first; negative counts from the end; null for the beginning, or the end if the step is negative.
    /// </param>
    /// <param name="stop">Before which to end; negative counts from the end; null for all.</param>
    /// <param name="step">The distance; negative for the reverse order.</param>
    /// <returns>A view. Bounds outside the dataset are moved to its ends.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is zero.</exception>
    public Dataset Slice(int? start, int? stop, int step)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? Count : Count - 1;
        long first = Bound(start, step > 0 ? low : high);
        long end = Bound(stop, step > 0 ? high : low);
        long distance = step > 0 ? end - first : first - end;
        long stride = Math.Abs((long)step);
        int count = distance <= 0 ? 0 : (int)((distance + stride - 1) / stride);
        return View(_rows.Slice(count == 0 ? 0 : (int)first, count <= 1 ? 1 : step, count));

        long Bound(int? given, long fallback)
        {
            if (given is not { } value)
            {
                return fallback;
            }

            return Math.Clamp(value < 0 ? value + (long)Count : value, low, high);
        }
    }

    /// <summary>Examples by their positions, in the order given.</summary>
    /// <param name="positions">Positions; one may occur more than once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position is not in the dataset.</exception>
    public Dataset Pick(ReadOnlySpan<int> positions)
    {
        foreach (int position in positions)
        {
            if ((uint)position >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(positions), position, $"Expected positions from 0 to {Count - 1}, found {position}.");
            }
        }

        return View(_rows.Pick(positions.ToArray()));
    }

    /// <summary>The examples for which a condition holds, in their order.</summary>
    /// <param name="predicate">The condition; called once for each example, now.</param>
    public Dataset Filter(Func<Example, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        int[] kept = new int[Math.Min(Count, 256)];
        int count = 0;
        for (int i = 0; i < Count; i++)
        {
            if (predicate(_store.Row(_rows[i])))
            {
                Keep(ref kept, ref count, i);
            }
        }

        return View(_rows.Pick(kept[..count]));
    }

    /// <summary>The examples whose value of a field meets a condition, in their order.</summary>
    /// <typeparam name="T">
    /// The type of the field's column: <see cref="string"/>, <see cref="double"/>, <see cref="long"/> or
    /// <see cref="bool"/>.
    /// </typeparam>
    /// <param name="field">The name of the field.</param>
    /// <param name="predicate">The condition; called now, once for each example that has a value.</param>
    /// <returns>A view. An example without a value is not in it.</returns>
    /// <exception cref="LitException">There is no such field, or its column is of another type.</exception>
    public Dataset Filter<T>(string field, Func<T, bool> predicate)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var column = Column(field);
        if (column is not Column<T> typed)
        {
            throw Wrong(field, $"a column of {Example.TypeName(typeof(T))}", column.GetType().Name);
        }

        int count = 0;
        int[] kept = new int[Math.Min(Count, 256)];
        for (int i = 0; i < Count; i++)
        {
            if (!column.IsNull(i) && predicate(typed.Values[i]))
            {
                Keep(ref kept, ref count, i);
            }
        }

        return View(_rows.Pick(kept[..count]));
    }

    /// <summary>Every n-th example, so that the shards of all indices are the dataset, each example once.</summary>
    /// <param name="index">Which shard, from 0.</param>
    /// <param name="count">How many shards.</param>
    /// <returns>A view of the examples <c>index, index + count, index + 2 count, …</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the count.</exception>
    public Dataset Shard(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        return Slice(index, null, count);
    }

    /// <summary>The examples of this dataset and then those of another.</summary>
    /// <param name="other">A dataset of an equal spec.</param>
    /// <returns>A view with the name and description of this one.</returns>
    /// <exception cref="LitException">The specs differ.</exception>
    public Dataset Concat(Dataset other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Spec.Equals(other.Spec))
        {
            string? field = Spec.Keys.Concat(other.Spec.Keys)
                .FirstOrDefault(name => !Equals(Spec.GetValueOrDefault(name), other.Spec.GetValueOrDefault(name)));
            throw new LitException(field is null
                ? $"Expected the fields in the order {string.Join(", ", Spec.Keys)}; "
                    + $"found {string.Join(", ", other.Spec.Keys)}."
                : $"Cannot append {other} to {this}: {field}: expected {Text(Spec)}, found {Text(other.Spec)}.");

            string Text(Spec spec) => spec.GetValueOrDefault(field)?.ToString() ?? "no such field";
        }

        if (ReferenceEquals(_store, other._store))
        {
            int[] both = new int[Count + other.Count];
            _rows.CopyTo(both);
            other._rows.CopyTo(both.AsSpan(Count));
            return View(RowMap.All(_store.Count).Pick(both));
        }

        var store = new RowStore([.. _store.Tables, .. other._store.Tables]);
        if (IsWhole && other.IsWhole)
        {
            return new Dataset(Spec, store, RowMap.All(store.Count), Name, Description);
        }

        int[] rows = new int[Count + other.Count];
        _rows.CopyTo(rows);
        other._rows.CopyTo(rows.AsSpan(Count));
        for (int i = Count; i < rows.Length; i++)
        {
            rows[i] += _store.Count;
        }

        return new Dataset(Spec, store, RowMap.All(store.Count).Pick(rows), Name, Description);
    }

    private bool IsWhole => _rows.IsContiguous && Count == _store.Count;

    private static void Keep(ref int[] kept, ref int count, int position)
    {
        if (count == kept.Length)
        {
            Array.Resize(ref kept, (int)Math.Min(Array.MaxLength, Math.Max(4, count * 2L)));
        }

        kept[count++] = position;
    }

    private Dataset View(RowMap rows) => new(Spec, _store, rows, Name, Description);
}
