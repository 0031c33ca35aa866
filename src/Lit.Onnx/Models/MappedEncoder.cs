using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Feeds each input of a model from fields of its own.</summary>
internal sealed class MappedEncoder : BatchEncoder
{
    private readonly InputBinding[] _bindings;

    /// <exception cref="LitException">
    /// Two inputs read a field as different types, or need different numbers of rows.
    /// </exception>
    public MappedEncoder(InputBinding[] bindings, string model)
    {
        _bindings = bindings;
        var fields = new OrderedDictionary<string, LitType>(StringComparer.Ordinal);
        foreach (var (field, type) in bindings.SelectMany(binding => binding.Fields))
        {
            if (!fields.TryAdd(field, type) && !fields[field].Equals(type))
            {
                throw new LitException(
                    $"Expected model '{model}' to read field '{field}' as one type; found {fields[field]} and {type}.");
            }
        }

        Fields = [.. fields];
        long?[] sizes =
        [
            .. bindings.Select(binding => binding.Info.Shape is [var rows, ..] ? rows.Size : null)
                .OfType<long?>()
                .Distinct(),
        ];
        FixedRows = sizes switch
        {
            [] => null,
            [var rows] => checked((int)rows!),
            _ => throw new LitException(
                $"Expected the inputs of model '{model}' to have one number of rows; found "
                + $"{string.Join(" and ", sizes)}."),
        };
    }

    public override Spec Fields { get; }

    public override int? FixedRows { get; }

    /// <summary>The binding of an input; null if there is none of this name.</summary>
    public InputBinding? Find(string input) => Array.Find(_bindings, binding => binding.Info.Name == input);

    public override EncodedBatch Encode(IReadOnlyList<Example> batch) => new MappedBatch(this, batch);

    public override string? FieldOf(string input) => Find(input)?.Fields.ToArray() is [var (field, _)] ? field : null;

    public override IEnumerable<FeatureColumn> ColumnsOf(string input) =>
        Find(input) is ColumnsBinding { Columns: var columns }
            ? columns.SelectMany(column => column.Labels.Select(label => new FeatureColumn(column.Field, label)))
            : [];

    public override void WriteBaseline(string input, Example example, Runner runner, int index)
    {
        InputBinding binding = Find(input) ?? throw new LitException(
            $"Expected '{input}' to be an input of the model, so that an example can be its baseline; found an "
            + "inner value.");
        binding.Write([example], 1, runner, index);
    }

    private sealed class MappedBatch(MappedEncoder encoder, IReadOnlyList<Example> batch) : EncodedBatch(batch)
    {
        public override long[][] Write(OnnxSession session, Runner runner, int rows)
        {
            long[][] shapes = new long[session.Inputs.Count][];
            for (int i = 0; i < shapes.Length; i++)
            {
                if (encoder.Find(session.Inputs[i].Name) is { } binding)
                {
                    shapes[i] = binding.Write(Examples, rows, runner, i);
                }
            }

            return shapes;
        }
    }
}
