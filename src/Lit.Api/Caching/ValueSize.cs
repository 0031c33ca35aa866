using System.Collections;
using System.Numerics.Tensors;
using Lit.Types;

namespace Lit.Api;

/// <summary>Copies predictions out of their batch and estimates their memory.</summary>
internal static class ValueSize
{
    private const long Header = 24;

    /// <summary>An example that does not hold on to the table it came from.</summary>
    public static Example Detach(Example example)
    {
        if (example.Table is null)
        {
            return example;
        }

        return new Example(
            example.Select(field => KeyValuePair.Create(field.Key, Copy(field.Value))),
            example.HasGivenId ? example.Id : null,
            example.Meta);
    }

    /// <summary>Bytes, roughly: what strings, tensors and lists hold and a header each.</summary>
    public static long Of(Example example) => example.Sum(field => 16 + Of(field.Value)) + 96;

    private static object? Copy(object? value) => value is Tensor<float> tensor
        ? Tensor.Create(tensor.ToArray(), tensor.Lengths)
        : value;

    private static long Of(object? value) => value switch
    {
        null => 0,
        string text => Header + (2L * text.Length),
        Tensor<float> tensor => 128 + (4L * tensor.FlattenedLength),
        Tensor<double> tensor => 128 + (8L * tensor.FlattenedLength),
        ScoredText scored => Header + 24 + (2L * scored.Text.Length),
        IReadOnlyDictionary<string, object?> map => Header + map.Sum(entry => 64 + Of(entry.Key) + Of(entry.Value)),
        IEnumerable list => list.Cast<object?>().Aggregate(Header + 16, (sum, item) => sum + 8 + Of(item)),
        _ => Header,
    };
}
