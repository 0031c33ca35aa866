using System.Numerics.Tensors;

namespace Lit.Api;

/// <summary>Tensors of one shape, row after row in one buffer.</summary>
public sealed class TensorColumn : Column
{
    private readonly float[] _buffer;
    private readonly int _start;
    private readonly nint[] _shape;
    private readonly int _width;

    /// <summary>A column whose rows all have a value.</summary>
    /// <param name="buffer">The rows one after another; not copied, and not to be changed any more.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="rowShape">The shape of each row.</param>
    /// <exception cref="ArgumentException">The buffer is smaller than the rows need.</exception>
    public TensorColumn(float[] buffer, int count, ReadOnlySpan<nint> rowShape)
        : this(Check(buffer, count, rowShape), 0, count, rowShape.ToArray(), default)
    {
    }

    internal TensorColumn(float[] buffer, int start, int count, nint[] shape, ReadOnlyMemory<CellState> states)
        : base(count, states)
    {
        _buffer = buffer;
        _start = start;
        _shape = shape;
        _width = Width(shape);
    }

    /// <summary>All rows, row-major: row i is at <c>i * RowLength</c>. NaN where a row has no value.</summary>
    public ReadOnlySpan<float> Buffer => _buffer.AsSpan(_start * _width, Count * _width);

    /// <summary>The same buffer, for code that outlives a stack frame.</summary>
    public ReadOnlyMemory<float> Memory => _buffer.AsMemory(_start * _width, Count * _width);

    /// <summary>The shape of each row.</summary>
    public ReadOnlySpan<nint> RowShape => _shape;

    /// <summary>How many numbers a row has.</summary>
    public int RowLength => _width;

    /// <summary>The numbers of a row.</summary>
    /// <param name="index">The row.</param>
    public ReadOnlySpan<float> Row(int index) => Buffer.Slice(index * _width, _width);

    internal static int Width(ReadOnlySpan<nint> shape)
    {
        long width = 1;
        foreach (nint length in shape)
        {
            width = checked(width * length);
        }

        return checked((int)width);
    }

    internal override ColumnBuilder NewBuilder(int capacity) => new TensorColumnBuilder(capacity);

    private protected override object? ValueAt(int index) => _width == 0
        ? Tensor.CreateFromShape<float>(_shape)
        : Tensor.Create(_buffer, (_start + index) * _width, _shape, []);

    private protected override Column SliceCore(int start, int length, ReadOnlyMemory<CellState> states)
        => new TensorColumn(_buffer, _start + start, length, _shape, states);

    private protected override Column GatherCore(ReadOnlySpan<int> rows, ReadOnlyMemory<CellState> states)
    {
        float[] gathered = new float[checked(rows.Length * _width)];
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(gathered.AsSpan(i * _width));
        }

        return new TensorColumn(gathered, 0, rows.Length, _shape, states);
    }

    private static float[] Check(float[] buffer, int count, ReadOnlySpan<nint> shape)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long needed = (long)count * Width(shape);
        return buffer.Length >= needed
            ? buffer
            : throw new ArgumentException(
                $"Expected {needed} numbers for {count} rows of [{string.Join(", ", shape.ToArray())}], found {buffer.Length}.",
                nameof(buffer));
    }
}
