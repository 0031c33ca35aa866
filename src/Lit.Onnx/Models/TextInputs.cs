using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Which input of a text model takes what.</summary>
internal sealed record TextInputs
{
    /// <summary>The name of the input of token ids.</summary>
    public required string Ids { get; init; }

    /// <summary>The name of the mask that is 1 at tokens and 0 at padding; null if the model has none.</summary>
    public string? Mask { get; init; }

    /// <summary>
    /// The name of the input of the number of the text that a token is from; null if the model has none.
    /// </summary>
    public string? Types { get; init; }

    /// <summary>The name of the input of positions; null if the model has none.</summary>
    public string? Positions { get; init; }

    /// <summary>How many texts every batch must have; null if any number will do.</summary>
    public int? Rows { get; init; }

    /// <summary>How many tokens every batch must have; null if any number will do.</summary>
    public int? Length { get; init; }

    /// <summary>Finds them by name and type.</summary>
    /// <param name="inputs">The inputs of the model.</param>
    /// <param name="model">The name of the model in messages.</param>
    /// <exception cref="LitException">There are no token ids, or an input of unknown meaning.</exception>
    public static TextInputs Find(IReadOnlyList<TensorInfo> inputs, string model)
    {
        int mask = Named(inputs, "mask");
        int types = Named(inputs, "type_id", "token_type", "segment");
        int positions = Named(inputs, "position");
        int[] ids =
        [
            .. Enumerable.Range(0, inputs.Count)
                .Where(i => i != mask && i != types && i != positions && IsSequence(inputs[i])
                    && inputs[i].ElementType is "int64" or "int32"),
        ];
        int unknown = Enumerable.Range(0, inputs.Count)
            .FirstOrDefault(i => i != mask && i != types && i != positions && !ids.Contains(i), -1);
        if (ids.Length != 1 || unknown >= 0)
        {
            throw new LitException(
                $"Expected model '{model}' to take token ids [batch, tokens] of int64 or int32 and, if at all, an "
                + "attention mask, token type ids and position ids; found "
                + $"{string.Join(", ", inputs.Select(input => $"{input.Name}: {input}"))}. "
                + $"Load other models by {nameof(OnnxModel)}.");
        }

        return new TextInputs
        {
            Ids = inputs[ids[0]].Name,
            Mask = Name(mask),
            Types = Name(types),
            Positions = Name(positions),
            Rows = (int?)inputs[ids[0]].Shape[0].Size,
            Length = (int?)inputs[ids[0]].Shape[1].Size,
        };

        string? Name(int index) => index < 0 ? null : inputs[index].Name;
    }

    private static int Named(IReadOnlyList<TensorInfo> inputs, params string[] parts)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            if (IsSequence(inputs[i])
                && parts.Any(part => inputs[i].Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsSequence(TensorInfo input) =>
        input.IsTensor && input.Rank == 2 && NumberWriter.Supports(input.Element);
}
