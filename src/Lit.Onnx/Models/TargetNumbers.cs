using System.Globalization;
using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Programs;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Reads the numbers that a target compares with from fields of the examples.</summary>
internal static class TargetNumbers
{
    /// <summary>The token that is right at each position, negative where none counts: as long as the longest example.</summary>
    public static (string Name, double[] Numbers, long[] Shape) Labels(SequenceTarget target, IReadOnlyList<Example> examples)
    {
        double[][] rows = [.. examples.Select(example => Labels(target, example))];
        int length = rows.Max(row => row.Length);
        double[] numbers = new double[rows.Length * length];
        numbers.AsSpan().Fill(-1);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(numbers.AsSpan(i * length));
        }

        return (ProgramNames.Labels, numbers, [length]);
    }

    /// <summary>The numbers of a field, filled up with zeros to the shape of the largest example.</summary>
    public static (string Name, double[] Numbers, long[] Shape) Field(FieldExpression field, int index, IReadOnlyList<Example> examples)
    {
        var tensors = examples.Select(example => Read(example, field.Name, field.Dimensions)).ToArray();
        long[] shape = [.. Enumerable.Range(0, field.Dimensions).Select(i => tensors.Max(tensor => tensor.Shape[i]))];
        long size = shape.Aggregate(1L, (a, b) => a * b);
        double[] numbers = new double[examples.Count * size];
        for (int row = 0; row < tensors.Length; row++)
        {
            var (values, own) = tensors[row];
            for (int i = 0; i < values.Length; i++)
            {
                var (rest, at, stride) = ((long)i, 0L, 1L);
                for (int d = shape.Length - 1; d >= 0; d--)
                {
                    at += rest % own[d] * stride;
                    rest /= own[d];
                    stride *= shape[d];
                }

                numbers[(row * size) + at] = values[i];
            }
        }

        return (ProgramNames.Field(index), numbers, shape);
    }

    private static double[] Labels(SequenceTarget target, Example example)
    {
        double[] tokens = Read(example, target.Tokens, 1).Numbers;
        double[]? mask = target.Mask is { } name ? Read(example, name, 1).Numbers : null;
        if (mask is not null && mask.Length != tokens.Length)
        {
            throw new LitException(
                $"Expected field '{target.Mask}' to have one number for each of the {tokens.Length} tokens of '{target.Tokens}'; found {mask.Length}.");
        }

        double[] labels = new double[tokens.Length];
        labels.AsSpan().Fill(-1);
        int counted = 0;
        for (int i = target.IsShifted ? 1 : 0; i < tokens.Length; i++)
        {
            if (mask is { } counts ? counts[i] != 0 : tokens[i] >= 0)
            {
                if (target.Position is null || target.Position == counted)
                {
                    labels[target.IsShifted ? i - 1 : i] = tokens[i];
                }

                counted++;
            }
        }

        return target.Position is { } position && position >= counted
            ? throw new LitException(
                $"Expected the target to be one of the {counted} tokens that count in '{target.Mask ?? target.Tokens}', from 0; found {position}.")
            : counted > 0 ? labels : throw new LitException(
                $"Expected at least one token of '{target.Mask ?? target.Tokens}' to count as the target; found none"
                + (target.IsShifted ? ", as the first token is predicted from nothing." : "."));
    }

    private static (double[] Numbers, long[] Shape) Read(Example example, string field, int dimensions)
    {
        object? value = example.TryGetValue(field, out object? found) ? found : null;
        switch (value)
        {
            case Tensor<float> tensor when tensor.Rank == dimensions:
                float[] floats = new float[tensor.FlattenedLength];
                tensor.FlattenTo(floats);
                return (Array.ConvertAll(floats, number => (double)number), [.. tensor.Lengths.ToArray().Select(length => (long)length)]);
            case double or float or long or int or bool when dimensions == 0:
                return ([Convert.ToDouble(value, CultureInfo.InvariantCulture)], []);
            default:
                string expected = dimensions == 0 ? "a number" : $"numbers of {dimensions} dimensions";
                string what = value switch
                {
                    null => "nothing",
                    Tensor<float> other => $"numbers of shape [{string.Join(", ", other.Lengths.ToArray())}]",
                    _ => value.GetType().Name,
                };
                throw new LitException($"Expected field '{field}' of the example to hold {expected} for the target; found {what}.");
        }
    }
}
