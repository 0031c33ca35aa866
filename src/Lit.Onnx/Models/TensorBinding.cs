using System.Numerics;
using System.Numerics.Tensors;
using Lit.Api;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>A field of numbers of any shape as one input: features, pixels, a sequence.</summary>
/// <remarks>
/// Dimensions that the model leaves open may differ between the examples of a batch; shorter ones are filled up with
/// zeros at the end.
/// </remarks>
internal sealed class TensorBinding(TensorInfo info, string name, LitType type) : InputBinding(info)
{
    public string Field => name;

    public override IEnumerable<KeyValuePair<string, LitType>> Fields => [KeyValuePair.Create(name, type)];

    public override SpecMismatch? Check() => Info.IsTensor && NumberWriter.Supports(Info.Element) && Info.Rank > 1
        ? null
        : new SpecMismatch($"input '{Info.Name}'", "a tensor of numbers with a batch and at least one more dimension", Info.ToString());

    public override long[] Write(IReadOnlyList<Example> batch, int rows, Runner runner, int index)
    {
        long[] shape = new long[Info.Rank];
        shape[0] = rows;
        for (int row = 0; row < batch.Count; row++)
        {
            Measure(batch, row, shape.AsSpan(1));
        }

        var source = new Source(this, batch, shape.AsSpan(1));
        NumberWriter.Write(runner, index, Info.Element, shape, ref source);
        return shape;
    }

    /// <summary>Widens the shape of a row to hold one more example.</summary>
    private void Measure(IReadOnlyList<Example> batch, int row, Span<long> shape)
    {
        object? value = Value(batch[row], name);
        bool fits = value is Tensor<float> tensor && tensor.Rank == shape.Length;
        for (int i = 0; fits && i < shape.Length; i++)
        {
            long length = ((Tensor<float>)value!).Lengths[i];
            fits = (Info.Shape[i + 1].Size ?? length) == length;
            shape[i] = Math.Max(shape[i], length);
        }

        if (!fits)
        {
            throw Misfit(batch, row, name, $"numbers of shape [{string.Join(", ", Info.Shape.Skip(1))}]", value);
        }
    }

    private readonly ref struct Source(
        TensorBinding binding, IReadOnlyList<Example> batch, ReadOnlySpan<long> shape) : INumberSource
    {
        private readonly ReadOnlySpan<long> _shape = shape;

        public void CopyTo<T>(Span<T> destination)
            where T : unmanaged, INumber<T>
        {
            int size = 1;
            foreach (long length in _shape)
            {
                size = checked(size * (int)length);
            }

            int rows = size == 0 ? 0 : destination.Length / size;
            for (int row = 0; row < rows; row++)
            {
                Span<T> target = destination.Slice(row * size, size);
                if (row >= batch.Count)
                {
                    destination.Slice((batch.Count - 1) * size, size).CopyTo(target);
                    continue;
                }

                var tensor = (Tensor<float>)Value(batch[row], binding.Field)!;
                if (!Copy(tensor, target))
                {
                    throw binding.Misfit(batch, row, binding.Field, "whole numbers in the range of the input", tensor);
                }
            }
        }

        private bool Copy<T>(Tensor<float> tensor, Span<T> target)
            where T : unmanaged, INumber<T>
        {
            if (tensor.FlattenedLength < target.Length)
            {
                target.Clear();
            }

            Span<nint> place = stackalloc nint[tensor.Rank];
            if (tensor.FlattenedLength == target.Length && tensor.TryGetSpan(place, target.Length, out Span<float> all))
            {
                return Convert<T>(all, target);
            }

            bool exact = true;
            int last = (int)tensor.Lengths[^1];
            for (nint done = 0; done < tensor.FlattenedLength; done += last)
            {
                int start = 0;
                for (int i = 0; i < place.Length; i++)
                {
                    start = (start * (int)_shape[i]) + (int)place[i];
                }

                exact &= Convert(tensor.GetSpan(place, last), target.Slice(start, last));
                for (int i = place.Length - 2; i >= 0 && ++place[i] == tensor.Lengths[i]; i--)
                {
                    place[i] = 0;
                }
            }

            return exact;
        }

        private static bool Convert<T>(ReadOnlySpan<float> numbers, Span<T> target)
            where T : unmanaged, INumber<T>
        {
            if (typeof(T) == typeof(float))
            {
                numbers.CopyTo(System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(target));
                return true;
            }

            TensorPrimitives.ConvertSaturating(numbers, target);
            return !T.IsInteger(T.One / (T.One + T.One)) || IsExact(numbers, target);
        }

        private static bool IsExact<T>(ReadOnlySpan<float> numbers, ReadOnlySpan<T> converted)
            where T : unmanaged, INumber<T>
        {
            for (int i = 0; i < numbers.Length; i++)
            {
                if (float.CreateSaturating(converted[i]) != numbers[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
