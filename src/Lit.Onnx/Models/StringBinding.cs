using Lit.Api;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>
/// Fields of text side by side as one input of strings: <c>[batch, fields]</c>, or <c>[batch]</c> for one.
/// </summary>
internal sealed class StringBinding : InputBinding
{
    private readonly KeyValuePair<string, LitType>[] _fields;

    public StringBinding(TensorInfo info, IEnumerable<KeyValuePair<string, LitType>> fields)
        : base(info)
        => _fields = [.. fields];

    public override IEnumerable<KeyValuePair<string, LitType>> Fields => _fields;

    public override SpecMismatch? Check()
    {
        bool fits = Info.IsTensor && Info.ElementType == "string" && Info.Rank switch
        {
            1 => _fields.Length == 1,
            2 => (Info.Shape[1].Size ?? _fields.Length) == _fields.Length,
            _ => false,
        };
        return fits
            ? null
            : new SpecMismatch(
                $"input '{Info.Name}'",
                $"the columns of {Info}",
                $"{_fields.Length} texts of {string.Join(", ", _fields.Select(field => field.Key))}");
    }

    public override long[] Write(IReadOnlyList<Example> batch, int rows, Runner runner, int index)
    {
        long[] shape = Info.Rank == 1 ? [rows] : [rows, _fields.Length];
        string[] values = new string[rows * _fields.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int row = Math.Min(i / _fields.Length, batch.Count - 1);
            string field = _fields[i % _fields.Length].Key;
            object? value = Value(batch[row], field);
            values[i] = value as string ?? throw Misfit(batch, row, field, "a text", value);
        }

        runner.Input(index, values, shape);
        return shape;
    }
}
