using Lit.Onnx.Runtime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Lit.Onnx.Models;

/// <summary>
/// Asks a run for some outputs of a model: in arrays of their own where the shape can be told beforehand.
/// </summary>
internal sealed class OutputFetcher
{
    private readonly OnnxSession _session;
    private readonly int[] _outputs;
    private readonly OutputShape[] _shapes;
    private volatile bool _shapesAreWrong;

    /// <param name="session">The model.</param>
    /// <param name="outputs">The positions of the outputs, each once.</param>
    public OutputFetcher(OnnxSession session, IEnumerable<int> outputs)
    {
        _session = session;
        _outputs = [.. outputs];
        _shapes = [.. _outputs.Select(output => new OutputShape(session.Outputs[output], session.Inputs))];
    }

    /// <summary>Runs the model.</summary>
    /// <param name="runner">A runner whose inputs are filled.</param>
    /// <param name="inputShapes">The shapes of the inputs.</param>
    /// <param name="cancellationToken">Stops between two operators.</param>
    /// <returns>
    /// The outputs in the order asked for; what the runtime allocated is valid as long as the runner is.
    /// </returns>
    public FetchedOutput[] Run(Runner runner, IReadOnlyList<long[]> inputShapes, CancellationToken cancellationToken)
    {
        if (!_shapesAreWrong)
        {
            try
            {
                return RunOnce(runner, inputShapes, cancellationToken);
            }
            catch (OutputShapeException)
            {
                // The file promises shapes that it does not keep: from now on the runtime allocates.
                _shapesAreWrong = true;
                runner.ForgetOutputs();
            }
        }

        return RunOnce(runner, inputShapes, cancellationToken);
    }

    private FetchedOutput[] RunOnce(
        Runner runner, IReadOnlyList<long[]> inputShapes, CancellationToken cancellationToken)
    {
        var fetched = new FetchedOutput[_outputs.Length];
        for (int i = 0; i < _outputs.Length; i++)
        {
            TensorInfo info = _session.Outputs[_outputs[i]];
            if (!_shapesAreWrong && info.Element == TensorElementType.Float && _shapes[i].In(inputShapes) is { } shape)
            {
                float[] floats = GC.AllocateUninitializedArray<float>(checked((int)Count(shape)));
                runner.Output(_outputs[i], floats, shape);
                fetched[i] = new FetchedOutput(info, floats, shape);
            }
            else
            {
                runner.Output(_outputs[i]);
            }
        }

        runner.Run(cancellationToken);
        for (int i = 0; i < _outputs.Length; i++)
        {
            fetched[i] ??= new FetchedOutput(_session.Outputs[_outputs[i]], runner.Result(_outputs[i]));
        }

        return fetched;
    }

    private static long Count(long[] shape)
    {
        long count = 1;
        foreach (long length in shape)
        {
            count = checked(count * length);
        }

        return count;
    }
}
