using System.Numerics.Tensors;

namespace Lit.Onnx.Models;

/// <summary>Views of one row of a batch.</summary>
internal static class RowTensor
{
    /// <summary>The numbers of a row, without a copy.</summary>
    /// <param name="numbers">All rows.</param>
    /// <param name="shape">The shape of all rows.</param>
    /// <param name="row">The row.</param>
    /// <param name="tokens">How many of the second dimension belong to the row; null for all.</param>
    public static Tensor<float> Of(float[] numbers, ReadOnlySpan<long> shape, int row, int? tokens)
    {
        nint[] lengths = new nint[shape.Length - 1];
        int size = 1;
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = (nint)shape[i + 1];
            size *= (int)lengths[i];
        }

        if (tokens is { } kept && lengths.Length > 0)
        {
            lengths[0] = kept;
        }

        return lengths.Contains(0)
            ? Tensor.CreateFromShape<float>(lengths)
            : Tensor.Create(numbers, row * size, lengths, []);
    }
}
