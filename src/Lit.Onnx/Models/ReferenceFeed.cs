using System.Numerics;
using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;

namespace Lit.Onnx.Models;

/// <summary>Feeds what examples are compared with, as values of the cut point.</summary>
internal static class ReferenceFeed
{
    /// <exception cref="Types.LitException">The reference does not fit what the gradient is taken with respect to.</exception>
    public static void Write(
        Baseline reference,
        GradientRun gradient,
        OnnxSession session,
        Runner runner,
        EncodedBatch batch,
        TargetFeeds pins,
        int rows,
        CancellationToken cancellationToken)
    {
        switch (reference)
        {
            case TokenBaseline token:
                float[] values = gradient.InputsOf(batch, batch.BaselineIds(token.Name), pins, cancellationToken);
                Write(values, [rows, .. Shape(values.Length / rows)]);
                break;
            case ExampleBaseline { Example: var example } when gradient.Cut.Kind != CutPointKind.Input:
                Tensor<float> other = gradient.InputsOf(new Example(example), pins, cancellationToken);
                float[] numbers = new float[other.FlattenedLength];
                other.FlattenTo(numbers);
                Write(numbers, [1, .. other.Lengths.ToArray().Select(length => (long)length)]);
                break;
            default:
                PathBaseline.Write(reference, gradient, session, runner, batch);
                break;
        }

        // All dimensions of one row are known but at most one: the number of tokens.
        long[] Shape(int size)
        {
            long[] shape = [.. gradient.Cut.Shape!.Skip(1).Select(dimension => dimension.Size ?? -1)];
            long known = shape.Where(length => length > 0).Aggregate(1L, (a, b) => a * b);
            return [.. shape.Select(length => length > 0 ? length : size / known)];
        }

        void Write(float[] numbers, long[] shape)
        {
            int index = session.IndexOfInput(ProgramNames.Baseline);
            var source = new Floats(numbers);
            NumberWriter.Write(runner, index, session.Inputs[index].Element, shape, ref source);
        }
    }

    private readonly struct Floats(float[] numbers) : INumberSource
    {
        public void CopyTo<T>(Span<T> destination)
            where T : unmanaged, INumber<T> => TensorPrimitives.ConvertSaturating<float, T>(numbers, destination);
    }
}
