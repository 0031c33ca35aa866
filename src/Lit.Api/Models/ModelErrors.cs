using System.Runtime.CompilerServices;
using Lit.Types;

namespace Lit.Api;

/// <summary>Predictions that go on when an example fails.</summary>
public static class ModelErrors
{
    private const int DefaultWindow = 32;

    extension(Model model)
    {
        /// <summary>
        /// Predicts a stream of examples; one that fails is a result with its error, and the others go on.
        /// </summary>
        /// <param name="inputs">The examples, read once.</param>
        /// <param name="cancellationToken">Stops the run.</param>
        /// <returns>One result for each example, in their order.</returns>
        /// <remarks>
        /// A batch that fails is predicted again in halves, until the examples that fail stand alone. A prediction that
        /// is not what the model's output spec says is an error too. Cancellation ends the run.
        /// </remarks>
        public IAsyncEnumerable<PredictionResult> PredictEachAsync(
            IEnumerable<Example> inputs,
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(inputs);
            return Each(model, inputs, cancellationToken);
        }
    }

    private static async IAsyncEnumerable<PredictionResult> Each(
        Model model,
        IEnumerable<Example> inputs,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int window = model is BatchedModel batched ? new BatchPlanner(batched.BatchOptions).Window : DefaultWindow;
        int index = 0;
        foreach (var chunk in inputs.Chunk(window))
        {
            Stack<ArraySegment<Example>> waiting = new([chunk]);
            while (waiting.TryPop(out var part))
            {
                List<Example> outputs = new(part.Count);
                var error = await TryAsync(model, part, outputs, cancellationToken).ConfigureAwait(false);
                if (error is not null && part.Count > 1)
                {
                    int half = part.Count / 2;
                    waiting.Push(part[half..]);
                    waiting.Push(part[..half]);
                    continue;
                }

                for (int i = 0; i < part.Count; i++)
                {
                    var rowError = error ?? Check(model, outputs[i], index);
                    yield return new PredictionResult(index++, part[i], rowError is null ? outputs[i] : null, rowError);
                }
            }
        }
    }

    private static async ValueTask<Exception?> TryAsync(
        Model model,
        ArraySegment<Example> part,
        List<Example> outputs,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var output in model.PredictAsync(part, cancellationToken).ConfigureAwait(false))
            {
                outputs.Add(output);
            }

            PredictionCheck.Count(model, part.Count, outputs.Count);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // whatever a model throws is the result of the example
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    private static LitException? Check(Model model, Example output, int index)
    {
        try
        {
            PredictionCheck.Row(model, output, index);
            return null;
        }
        catch (LitException exception)
        {
            return exception;
        }
    }
}
