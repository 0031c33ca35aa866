using System.Numerics.Tensors;

namespace Lit.Api;

/// <summary>Fills a <see cref="TensorColumn"/>; the first row decides the shape.</summary>
public sealed class TensorColumnBuilder : ColumnBuilder
{
    private readonly int _capacity;
    private float[] _buffer = [];
    private nint[]? _shape;
    private int _width;

    /// <summary>An empty column.</summary>
    /// <param name="capacity">How many rows to expect.</param>
    public TensorColumnBuilder(int capacity) => _capacity = capacity;

    /// <summary>The shape of the rows; empty as long as there is none that has a value.</summary>
    public ReadOnlySpan<nint> RowShape => _shape;

    /// <summary>Appends a row if it has the shape of those before it.</summary>
    /// <param name="values">The numbers, row-major.</param>
    /// <param name="shape">The shape.</param>
    /// <returns>Whether it was appended.</returns>
    public bool TryAppend(ReadOnlySpan<float> values, ReadOnlySpan<nint> shape)
    {
        if (!TryAppendRow(shape, out var row))
        {
            return false;
        }

        values.CopyTo(row);
        return true;
    }

    internal override bool TryAppendAll(Column source)
    {
        CheckOpen();
        if (source.HasNulls
            || source is not TensorColumn tensors
            || (_shape is not null && !tensors.RowShape.SequenceEqual(_shape)))
        {
            return false;
        }

        SetShape(tensors.RowShape);
        Reserve(tensors.Count);
        tensors.Buffer.CopyTo(_buffer.AsSpan(Count * _width));
        RowsAppended(tensors.Count);
        return true;
    }

    private protected override bool TryAppendCore(object value)
    {
        switch (value)
        {
            case Tensor<float> tensor:
                if (!TryAppendRow(tensor.Lengths, out var row))
                {
                    return false;
                }

                tensor.FlattenTo(row);
                return true;
            case float[] vector:
                return TryAppend(vector, [vector.Length]);
            default:
                return false;
        }
    }

    private protected override bool TryAppendFromCore(Column source, int row)
        => source is TensorColumn tensors
            ? TryAppend(tensors.Row(row), tensors.RowShape)
            : TryAppendCore(source[row]!);

    private protected override void AppendFiller()
    {
        Reserve(1);
        _buffer.AsSpan(Count * _width, _width).Fill(float.NaN);
        RowAppended();
    }

    private protected override Column BuildCore(ReadOnlyMemory<CellState> states)
    {
        if (_shape is null)
        {
            return new ObjectColumn(new object?[Count], states);
        }

        int used = Count * _width;
        if (_buffer.Length - used > used / 4)
        {
            Array.Resize(ref _buffer, used);
        }

        return new TensorColumn(_buffer, 0, Count, _shape, states);
    }

    private bool TryAppendRow(ReadOnlySpan<nint> shape, out Span<float> row)
    {
        CheckOpen();
        if (_shape is not null && !shape.SequenceEqual(_shape))
        {
            row = default;
            return false;
        }

        SetShape(shape);
        Reserve(1);
        row = _buffer.AsSpan(Count * _width, _width);
        RowAppended();
        return true;
    }

    private void SetShape(ReadOnlySpan<nint> shape)
    {
        if (_shape is null)
        {
            _shape = shape.ToArray();
            _width = TensorColumn.Width(shape);
            Reserve(0);
            _buffer.AsSpan(0, Count * _width).Fill(float.NaN);
        }
    }

    private void Reserve(int rows)
    {
        long needed = ((long)Count + rows) * _width;
        if (needed > _buffer.Length)
        {
            long wanted = Math.Max(Math.Max(needed, (long)_capacity * _width), _buffer.Length * 2L);
            Array.Resize(ref _buffer, checked((int)Math.Min(wanted, Math.Max(needed, Array.MaxLength))));
        }
    }
}
