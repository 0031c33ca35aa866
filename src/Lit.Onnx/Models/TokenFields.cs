using System.Numerics.Tensors;
using Lit.Api;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>The tokens that the model saw.</summary>
internal sealed class TokensField(string field, Tokens type) : PredictedField(field, type)
{
    public override Column Read(FetchedOutput? output, EncodedBatch batch) =>
        new ObjectColumn(((TextBatch)batch).Encodings.Select(encoding => (object?)encoding.Tokens).ToArray());
}

/// <summary>Whether the text was longer than the model takes.</summary>
internal sealed class TruncatedField(string field) : PredictedField(field, new BooleanLitType())
{
    public override Column Read(FetchedOutput? output, EncodedBatch batch) =>
        new BooleanColumn(((TextBatch)batch).Encodings.Select(encoding => encoding.IsTruncated).ToArray());
}

/// <summary>Numbers for each token, <c>[batch, tokens, …]</c>, without those of the padding.</summary>
internal sealed class TokenVectorsField(int index, TensorInfo info, string field, LitType type)
    : PredictedField(field, type)
{
    public override int? Output => index;

    public override string Setting => $"{Field}={info.Name}";

    public override Column Read(FetchedOutput? output, EncodedBatch batch)
    {
        float[] numbers = output!.TakeFloats();
        nint[] rest = [.. output.Shape.Skip(2).Select(length => (nint)length)];
        int stride = output.Rows == 0 ? 0 : numbers.Length / output.Rows;
        var encodings = ((TextBatch)batch).Encodings;
        object?[] rows = new object?[batch.Examples.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = Tensor.Create(numbers, i * stride, [encodings[i].Count, .. rest], []);
        }

        return new ObjectColumn(rows);
    }
}

/// <summary>
/// Numbers for each pair of tokens, <c>[batch, heads, tokens, tokens]</c>, without those of the padding.
/// </summary>
internal sealed class AttentionField(int index, TensorInfo info, string field, AttentionHeads type)
    : PredictedField(field, type)
{
    public override int? Output => index;

    public override string Setting => $"{Field}={info.Name}";

    public override Column Read(FetchedOutput? output, EncodedBatch batch)
    {
        float[] numbers = output!.TakeFloats();
        var (heads, length) = ((int)output.Shape[1], (int)output.Shape[2]);
        var encodings = ((TextBatch)batch).Encodings;
        object?[] rows = new object?[batch.Examples.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            int tokens = encodings[i].Count;
            float[] attention = new float[heads * tokens * tokens];
            for (int j = 0; j < heads * tokens; j++)
            {
                int line = (((i * heads) + (j / tokens)) * length) + (j % tokens);
                numbers.AsSpan(line * length, tokens).CopyTo(attention.AsSpan(j * tokens));
            }

            rows[i] = Tensor.Create(attention, [heads, tokens, tokens]);
        }

        return new ObjectColumn(rows);
    }
}
