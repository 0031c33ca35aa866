using Lit.Onnx.Runtime;

namespace Lit.Onnx.Models;

/// <summary>
/// Tells the shape of an output from the shapes of the inputs, where the model's dimensions have names.
/// </summary>
internal sealed class OutputShape
{
    private readonly Source[]? _sources;

    public OutputShape(TensorInfo output, IReadOnlyList<TensorInfo> inputs)
    {
        // Where the file does not say how many dimensions there are, the runtime says none.
        if (!output.IsTensor || output.Rank == 0)
        {
            return;
        }

        var sources = new Source[output.Rank];
        for (int i = 0; i < sources.Length; i++)
        {
            if (Find(output, i, inputs) is not { } source)
            {
                return;
            }

            sources[i] = source;
        }

        _sources = sources;
    }

    /// <summary>The shape in a run.</summary>
    /// <param name="inputs">The shapes of the inputs in this run.</param>
    /// <returns>Null if it cannot be told beforehand.</returns>
    public long[]? In(IReadOnlyList<long[]> inputs)
    {
        if (_sources is null)
        {
            return null;
        }

        long[] shape = new long[_sources.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            Source source = _sources[i];
            shape[i] = source.Size ?? inputs[source.Input][source.Dimension];
        }

        return shape;
    }

    private static Source? Find(TensorInfo output, int dimension, IReadOnlyList<TensorInfo> inputs)
    {
        var (size, symbol) = output.Shape[dimension];
        if (size is not null)
        {
            return new Source(size, 0, 0);
        }

        for (int input = 0; symbol is not null && input < inputs.Count; input++)
        {
            for (int i = 0; i < inputs[input].Rank; i++)
            {
                if (inputs[input].Shape[i].Symbol == symbol)
                {
                    return new Source(null, input, i);
                }
            }
        }

        return null;
    }

    private readonly record struct Source(long? Size, int Input, int Dimension);
}
