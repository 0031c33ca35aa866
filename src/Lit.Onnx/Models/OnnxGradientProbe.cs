using System.Numerics;
using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>An example of an ONNX model whose one value is fed from outside; every point is a row of the model's batch.</summary>
/// <param name="gradient">What is differentiated by what.</param>
/// <param name="batch">The example alone.</param>
/// <param name="pins">Its class.</param>
/// <param name="start">The example itself.</param>
/// <param name="whole">The numbers of the example with those of its padding.</param>
/// <param name="shape">The shape of rows of such numbers.</param>
/// <param name="fixedRows">How many rows the model insists on; null for any number.</param>
/// <param name="rowLimit">How many points a run may have.</param>
/// <param name="segments">In how many parts the forward pass is split.</param>
internal sealed class OnnxGradientProbe(
    GradientRun gradient,
    EncodedBatch batch,
    TargetFeeds pins,
    InputGradient start,
    float[] whole,
    long[] shape,
    int? fixedRows,
    int rowLimit,
    int segments) : IGradientProbe
{
    // Set down when memory runs out; a race between callers costs a further attempt at most.
    private int _rowLimit = Math.Max(1, rowLimit);

    public InputGradient Start => start;

    private int Size => checked((int)start.Values.FlattenedLength);

    public ValueTask<PointGradients> EvaluateAsync(ReadOnlyMemory<float> points, CancellationToken cancellationToken)
    {
        int size = Size;
        if (size == 0 || points.Length % size != 0)
        {
            throw new ArgumentException(
                $"Expected points of {size} numbers each; found {points.Length} numbers.", nameof(points));
        }

        int count = points.Length / size;
        var result = new Found(count);
        var (_, session) = gradient.Engine.AtPoints(
            gradient.Cut, gradient.Layer, gradient.Target.Program, gradient.Backward, segments);
        using Runner runner = session.Rent();
        for (int done = 0; done < count;)
        {
            int rows = Math.Min(count - done, fixedRows ?? _rowLimit);
            try
            {
                Run(session, runner, points.Span.Slice(done * size, rows * size), done, result, cancellationToken);
                done += rows;
            }
            catch (ModelOutOfMemoryException) when (fixedRows is null && rows > 1)
            {
                _rowLimit = rows / 2;
            }

            runner.ForgetOutputs();
        }

        return new(new PointGradients(result.Values, result.Gradients) { LayerValues = result.LayerValues });
    }

    public ValueTask<float[]> BaselineAsync(Baseline baseline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        float[] values = new float[Size];
        switch (baseline)
        {
            case ZeroBaseline:
                break;
            case ConstantBaseline { Values: var constant }:
                Broadcast(constant, values);
                break;
            case TokenBaseline when gradient.Cut.Kind != CutPointKind.TokenEmbeddings:
                throw new LitException(
                    $"Expected a baseline of values for '{gradient.Cut.Name}', found one of tokens: only token "
                    + "embeddings have those.");
            case TokenBaseline token:
                gradient.InputsOf(batch, batch.BaselineIds(token.Name), pins, cancellationToken).AsSpan(0, values.Length)
                    .CopyTo(values);
                break;
            case ExampleBaseline { Example: var example }:
                Tensor<float> found = gradient.InputsOf(new Example(example), pins, cancellationToken);
                if (!found.Lengths.SequenceEqual(start.Values.Lengths))
                {
                    throw Misfit("an example", found.Lengths);
                }

                found.FlattenTo(values);
                break;
            default:
                throw PathBaseline.Unknown(baseline);
        }

        return new(values);
    }

    private void Run(
        OnnxSession session,
        Runner runner,
        ReadOnlySpan<float> points,
        int first,
        Found result,
        CancellationToken cancellationToken)
    {
        int size = Size;
        int count = points.Length / size;
        int rows = fixedRows ?? count;
        batch.Write(session, runner, rows);
        pins.Write(session, runner, rows);
        int index = session.IndexOfInput(gradient.Cut.Name);
        var source = new Points(points, size, whole);
        long[] fed = [rows, .. shape[1..]];
        NumberWriter.Write(runner, index, session.Inputs[index].Element, fed, ref source);
        FetchedOutput[] outputs = GradientRun.Run(
            session,
            runner,
            cancellationToken,
            [ProgramNames.Value, ProgramNames.Gradient, .. gradient.Layer is null ? (string[])[] : [ProgramNames.Input]]);
        outputs[0].Doubles().AsSpan(0, count).CopyTo(result.Values.AsSpan(first));
        int kept = gradient.Layer is null ? size : LayerSize(outputs[1]);
        result.Gradients = Collect(outputs[1], result.Gradients);
        if (gradient.Layer is not null)
        {
            result.LayerValues = Collect(outputs[2], result.LayerValues);
        }

        float[] Collect(FetchedOutput output, float[] all)
        {
            all = all.Length == 0 ? new float[result.Values.Length * kept] : all;
            float[] numbers = output.TakeFloats();
            int stride = numbers.Length / rows;
            for (int i = 0; i < count; i++)
            {
                numbers.AsSpan(i * stride, kept).CopyTo(all.AsSpan((first + i) * kept));
            }

            return all;
        }
    }

    /// <summary>How many numbers of a row of the layer belong to the example, not to its padding.</summary>
    private int LayerSize(FetchedOutput output)
    {
        long row = output.Shape.Skip(1).Aggregate(1L, (a, b) => a * b);
        return (int)(gradient.IsLayerPerToken && batch.Tokens(0) is { } tokens ? row / output.Shape[1] * tokens : row);
    }

    /// <summary>Repeats numbers along the dimensions that they do not have.</summary>
    private void Broadcast(Tensor<float> constant, Span<float> values)
    {
        ReadOnlySpan<nint> lengths = start.Values.Lengths;
        int missing = lengths.Length - constant.Rank;
        nint[] broad = new nint[lengths.Length];
        for (int i = 0; i < lengths.Length; i++)
        {
            broad[i] = i < missing ? 1 : constant.Lengths[i - Math.Max(0, missing)];
            if (missing < 0 || (broad[i] != 1 && broad[i] != lengths[i]))
            {
                throw Misfit("numbers", constant.Lengths);
            }
        }

        float[] numbers = new float[constant.FlattenedLength];
        constant.FlattenTo(numbers);
        for (int i = 0; i < values.Length; i++)
        {
            var (rest, from, stride) = ((nint)i, (nint)0, (nint)1);
            for (int d = lengths.Length - 1; d >= 0; d--)
            {
                from += broad[d] == 1 ? 0 : rest % lengths[d] * stride;
                rest /= lengths[d];
                stride *= broad[d];
            }

            values[i] = numbers[from];
        }
    }

    private LitException Misfit(string kind, ReadOnlySpan<nint> found) => new(
        $"Expected a baseline that fits '{gradient.Cut.Name}' [{string.Join(", ", start.Values.Lengths.ToArray())}] of the "
        + $"example; found {kind} of shape [{string.Join(", ", found.ToArray())}].");

    /// <summary>What was found at points so far.</summary>
    private sealed class Found(int count)
    {
        public double[] Values { get; } = new double[count];

        public float[] Gradients { get; set; } = [];

        public float[] LayerValues { get; set; } = [];
    }

    /// <summary>Rows of the model: a point each, completed by what belongs to padding; the last again where more are due.</summary>
    private readonly ref struct Points(ReadOnlySpan<float> points, int size, ReadOnlySpan<float> whole) : INumberSource
    {
        private readonly ReadOnlySpan<float> _points = points;
        private readonly ReadOnlySpan<float> _padding = whole[size..];

        public void CopyTo<T>(Span<T> destination)
            where T : unmanaged, INumber<T>
        {
            int row = size + _padding.Length;
            for (int i = 0; i * row < destination.Length; i++)
            {
                int at = Math.Min(i * size, _points.Length - size);
                TensorPrimitives.ConvertSaturating(_points.Slice(at, size), destination.Slice(i * row, size));
                TensorPrimitives.ConvertSaturating(_padding, destination.Slice((i * row) + size, _padding.Length));
            }
        }
    }
}
