using Lit.Types;

namespace Lit.Api;

/// <content>Access by column, for readers of the whole dataset.</content>
public sealed partial class Dataset
{
    /// <summary>A field of all examples.</summary>
    /// <param name="field">The name of the field.</param>
    /// <returns>
    /// The column of the table, without a copy, if the examples follow one another there; else a new column in the
    /// order of this dataset.
    /// </returns>
    /// <exception cref="LitException">There is no such field.</exception>
    public Column Column(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _store.TryGetColumn(field, _rows, out var column)
            ? column
            : throw Wrong(field, "the field", $"{string.Join(", ", Spec.Keys)} only");
    }

    /// <summary>The texts of a field; null where an example has none.</summary>
    /// <param name="field">The name of the field.</param>
    /// <exception cref="LitException">There is no such field, or a value is no text.</exception>
    public ReadOnlyMemory<string?> Strings(string field)
        => Typed<StringColumn>(field, "texts") is { } column ? column.Memory : default;

    /// <summary>The numbers of a field as doubles, whole numbers too; NaN where an example has none.</summary>
    /// <param name="field">The name of the field.</param>
    /// <exception cref="LitException">There is no such field, or a value is no number.</exception>
    public ReadOnlyMemory<double> Doubles(string field)
    {
        var column = Column(field);
        if (column is DoubleColumn doubles)
        {
            return doubles.Memory;
        }

        double[] values = new double[Count];
        Convert(field, column, values);
        return values;
    }

    /// <summary>Writes the numbers of a field, whole numbers too; NaN where an example has none.</summary>
    /// <param name="field">The name of the field.</param>
    /// <param name="destination">At least as long as the dataset.</param>
    /// <exception cref="LitException">There is no such field, or a value is no number.</exception>
    public void CopyDoubles(string field, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, Count, nameof(destination));
        if (_store.Tables is [var table] && table.TryGetColumn(field, out var whole) && whole is DoubleColumn doubles)
        {
            var values = doubles.Values;
            for (int i = 0; i < Count; i++)
            {
                destination[i] = values[_rows[i]];
            }

            return;
        }

        Convert(field, Column(field), destination);
    }

    /// <summary>The whole numbers of a field; 0 where an example has none.</summary>
    /// <param name="field">The name of the field.</param>
    /// <exception cref="LitException">There is no such field, or a value is no whole number.</exception>
    public ReadOnlyMemory<long> Longs(string field)
        => Typed<LongColumn>(field, "whole numbers") is { } column ? column.Memory : default;

    /// <summary>The truth values of a field; false where an example has none.</summary>
    /// <param name="field">The name of the field.</param>
    /// <exception cref="LitException">There is no such field, or a value is no truth value.</exception>
    public ReadOnlyMemory<bool> Booleans(string field)
        => Typed<BooleanColumn>(field, "truth values") is { } column ? column.Memory : default;

    /// <summary>The tensors of a field as one buffer.</summary>
    /// <param name="field">The name of the field.</param>
    /// <exception cref="LitException">There is no such field, or its values are no tensors of one shape.</exception>
    public TensorColumn Tensors(string field)
        => Typed<TensorColumn>(field, "tensors of one shape") ?? new TensorColumn([], 0, [0]);

    /// <summary>
    /// The examples as a table with columns in their order; the table itself if this shows all of it.
    /// </summary>
    public ExampleTable ToTable()
    {
        if (_store.Tables is [var table] && IsWhole && ReferenceEquals(table.Spec, Spec))
        {
            return table;
        }

        return ExampleTable.FromExamples(Spec, this);
    }

    private TColumn? Typed<TColumn>(string field, string expected)
        where TColumn : Column
    {
        var column = Column(field);
        if (column is TColumn typed)
        {
            return typed;
        }

        for (int i = 0; i < column.Count; i++)
        {
            if (column[i] is { } value)
            {
                throw Wrong(field, expected, $"{Example.Describe(value)} in row {i}");
            }
        }

        return column.Count == 0 ? null : Nulls<TColumn>(field, expected, column.Count);
    }

    private TColumn Nulls<TColumn>(string field, string expected, int count)
        where TColumn : Column
    {
        ColumnBuilder? builder = typeof(TColumn) == typeof(StringColumn) ? new StringColumnBuilder(count)
            : typeof(TColumn) == typeof(LongColumn) ? new LongColumnBuilder(count)
            : typeof(TColumn) == typeof(BooleanColumn) ? new BooleanColumnBuilder(count)
            : null;
        for (int i = 0; builder is not null && i < count; i++)
        {
            builder.AppendNull();
        }

        return builder?.Build() as TColumn ?? throw Wrong(field, expected, "no value in any row");
    }

    private void Convert(string field, Column column, Span<double> destination)
    {
        for (int i = 0; i < column.Count; i++)
        {
            destination[i] = column switch
            {
                _ when column.IsNull(i) => double.NaN,
                DoubleColumn doubles => doubles.Values[i],
                LongColumn longs => longs.Values[i],
                _ => column[i] switch
                {
                    double value => value,
                    float value => value,
                    long value => value,
                    int value => value,
                    var other => throw Wrong(field, "numbers", $"{Example.Describe(other)} in row {i}"),
                },
            };
        }
    }

    private LitException Wrong(string field, string expected, string found)
        => new($"{(Name.Length == 0 ? "Dataset" : $"Dataset '{Name}'")}, field '{field}': "
            + $"expected {expected}, found {found}.");
}
