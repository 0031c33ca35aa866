using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Turns what the caller said about inputs into ways to fill them.</summary>
internal static class InputBindings
{
    /// <summary>One binding for each input, in the order of the inputs.</summary>
    /// <exception cref="LitException">A mapping names no input or does not fit it.</exception>
    public static InputBinding[] Create(IReadOnlyList<TensorInfo> inputs, OnnxModelOptions options, string model)
    {
        var mismatches = new List<SpecMismatch>();
        foreach (MappedInput mapped in options.Inputs)
        {
            if (!inputs.Any(input => input.Name == mapped.Input))
            {
                mismatches.Add(new SpecMismatch(
                    $"input '{mapped.Input}'", $"one of {string.Join(", ", inputs.Select(input => input.Name))}", "no such input"));
            }
        }

        var bindings = new InputBinding[inputs.Count];
        for (int i = 0; i < bindings.Length; i++)
        {
            MappedInput mapped = options.Inputs.LastOrDefault(mapped => mapped.Input == inputs[i].Name)
                ?? MappingDefaults.Input(inputs[i]);
            bindings[i] = Bind(inputs[i], mapped);
            if (bindings[i].Check() is { } mismatch)
            {
                mismatches.Add(mismatch);
            }
        }

        Mismatches.ThrowIfAny(mismatches, model);
        return bindings;
    }

    private static InputBinding Bind(TensorInfo info, MappedInput mapped)
    {
        if (mapped.Columns is { } columns)
        {
            return info.ElementType == "string"
                ? new StringBinding(info, columns.Select(column => KeyValuePair.Create(column.Field, column.Type)))
                : new ColumnsBinding(info, columns);
        }

        var (field, type) = mapped.Fields[0];
        return type switch
        {
            _ when info.ElementType == "string" => new StringBinding(info, mapped.Fields),
            Scalar scalar => new ColumnsBinding(info, [InputColumn.Number(field, scalar)]),
            BooleanLitType => new ColumnsBinding(info, [InputColumn.Flag(field)]),
            CategoryLabel { Vocab: { } labels } => new ColumnsBinding(info, [InputColumn.Code(field, labels)]),
            _ => new TensorBinding(info, field, type),
        };
    }
}
