using System.Numerics;
using Lit.Api;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>
/// Fields side by side as the columns of one input: <c>[batch, columns]</c>, or <c>[batch]</c> for one column.
/// </summary>
internal sealed class ColumnsBinding : InputBinding
{
    private readonly InputColumn[] _columns;
    private readonly int _width;

    public ColumnsBinding(TensorInfo info, IEnumerable<InputColumn> columns)
        : base(info)
    {
        _columns = [.. columns];
        _width = _columns.Sum(column => column.Width);
    }

    /// <summary>The fields, in the order of their columns.</summary>
    public IReadOnlyList<InputColumn> Columns => _columns;

    public override IEnumerable<KeyValuePair<string, LitType>> Fields =>
        _columns.Select(column => KeyValuePair.Create(column.Field, column.Type));

    public override SpecMismatch? Check()
    {
        bool fits = Info.IsTensor && NumberWriter.Supports(Info.Element) && Info.Rank switch
        {
            1 => _width == 1,
            2 => (Info.Shape[1].Size ?? _width) == _width,
            _ => false,
        };
        return fits
            ? null
            : new SpecMismatch(
                $"input '{Info.Name}'",
                $"the columns of {Info}",
                $"{_width} columns of {string.Join(", ", _columns.Select(column => column.Field))}");
    }

    public override long[] Write(IReadOnlyList<Example> batch, int rows, Runner runner, int index)
    {
        long[] shape = Info.Rank == 1 ? [rows] : [rows, _width];
        var source = new Source(this, batch);
        NumberWriter.Write(runner, index, Info.Element, shape, ref source);
        return shape;
    }

    private readonly ref struct Source(ColumnsBinding binding, IReadOnlyList<Example> batch) : INumberSource
    {
        public void CopyTo<T>(Span<T> destination)
            where T : unmanaged, INumber<T>
        {
            int width = binding._width;
            Span<double> numbers = width <= 512 ? stackalloc double[width] : new double[width];
            int rows = destination.Length / width;
            for (int row = 0; row < rows; row++)
            {
                Span<T> target = destination.Slice(row * width, width);
                if (row >= batch.Count)
                {
                    destination.Slice((batch.Count - 1) * width, width).CopyTo(target);
                    continue;
                }

                int start = 0;
                foreach (InputColumn column in binding._columns)
                {
                    object? value = Value(batch[row], column.Field);
                    Span<double> part = numbers.Slice(start, column.Width);
                    if ((column.Write(value, part) ?? Convert(part, target[start..])) is { } expected)
                    {
                        throw binding.Misfit(batch, row, column.Field, expected, value);
                    }

                    start += column.Width;
                }
            }
        }

        private static string? Convert<T>(ReadOnlySpan<double> numbers, Span<T> target)
            where T : unmanaged, INumber<T>
        {
            for (int i = 0; i < numbers.Length; i++)
            {
                double number = numbers[i];
                target[i] = T.CreateSaturating(number);
                if (T.IsInteger(T.One / (T.One + T.One)) && double.CreateSaturating(target[i]) != number)
                {
                    return "a whole number in the range of the input";
                }
            }

            return null;
        }
    }
}
