namespace Lit.Api;

/// <summary>Runs the batches of one prediction call and halves those that do not fit into memory.</summary>
internal sealed class BatchRun(BatchedModel model)
{
    private long _tooLarge = long.MaxValue;

    /// <summary>Predicts a planned batch.</summary>
    /// <returns>The tables of its parts in order; one, unless memory ran out.</returns>
    public async ValueTask<List<ExampleTable>> PredictAsync(
        IReadOnlyList<Example> window,
        BatchPlan plan,
        ReadOnlyMemory<int> positions,
        CancellationToken cancellationToken)
    {
        List<ExampleTable> outputs = [];
        Stack<ReadOnlyMemory<int>> waiting = new([positions]);
        while (waiting.TryPop(out var part))
        {
            cancellationToken.ThrowIfCancellationRequested();
            long cells = (long)part.Length * Math.Max(1, plan.Longest(part.Span));
            if (part.Length > 1 && cells >= _tooLarge)
            {
                Halve(part, waiting);
                continue;
            }

            var examples = new Example[part.Length];
            for (int i = 0; i < examples.Length; i++)
            {
                examples[i] = window[part.Span[i]];
            }

            try
            {
                var table = await model.PredictBatchAsync(examples, cancellationToken).ConfigureAwait(false);
                PredictionCheck.Count(model, examples.Length, table.Count);
                outputs.Add(table);
            }
            catch (Exception exception)
                when (exception is OutOfMemoryException or ModelOutOfMemoryException && part.Length > 1)
            {
                _tooLarge = Math.Min(_tooLarge, cells);
                Halve(part, waiting);
            }
        }

        return outputs;
    }

    private static void Halve(ReadOnlyMemory<int> part, Stack<ReadOnlyMemory<int>> waiting)
    {
        int half = part.Length / 2;
        waiting.Push(part[half..]);
        waiting.Push(part[..half]);
    }
}
