using System.Runtime.CompilerServices;

namespace Lit.Api;

/// <summary>A model that predicts a batch of examples at a time.</summary>
/// <remarks>
/// Examples of like length share a batch if <see cref="BatchOptions"/> tells their length. A batch that does not fit
/// into memory (<see cref="OutOfMemoryException"/>, <see cref="ModelOutOfMemoryException"/>) is halved, down to one
/// example.
/// </remarks>
public abstract class BatchedModel : Model
{
    /// <summary>How examples are put together; read once for each call.</summary>
    public virtual BatchOptions BatchOptions { get; } = new();

    /// <summary>Predicts one batch.</summary>
    /// <param name="batch">The examples, never none.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>A row for each example, in their order.</returns>
    public abstract ValueTask<ExampleTable> PredictBatchAsync(
        IReadOnlyList<Example> batch,
        CancellationToken cancellationToken);

    /// <inheritdoc />
    public override IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Stream(inputs, new BatchPlanner(BatchOptions), cancellationToken);
    }

    /// <inheritdoc />
    public override async ValueTask<ExampleTable> PredictTableAsync(
        Dataset inputs,
        IProgress<LitProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var plan = new BatchPlanner(BatchOptions).Plan(inputs);
        var run = new BatchRun(this);
        var table = new ExampleTableBuilder(OutputSpec, inputs.Count);
        for (int batch = 0; batch < plan.BatchCount; batch++)
        {
            var parts = await run.PredictAsync(inputs, plan, plan.Batch(batch), cancellationToken).ConfigureAwait(false);
            foreach (var part in parts)
            {
                PredictionCheck.Table(this, part, plan.Order[table.Count..]);
                table.Add(part);
            }

            progress?.Report(new LitProgress(table.Count, inputs.Count));
        }

        var outputs = table.Build();
        return plan.KeepsOrder ? outputs : outputs.Gather(Inverse(plan.Order));
    }

    private static int[] Inverse(ReadOnlySpan<int> order)
    {
        int[] rows = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            rows[order[i]] = i;
        }

        return rows;
    }

    private async IAsyncEnumerable<Example> Stream(
        IEnumerable<Example> inputs,
        BatchPlanner planner,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new BatchRun(this);
        int first = 0;
        foreach (var window in inputs.Chunk(planner.Window))
        {
            var plan = planner.Plan(window);
            var outputs = new Example?[window.Length];
            int next = 0;
            int placed = 0;
            for (int batch = 0; batch < plan.BatchCount; batch++)
            {
                var positions = plan.Batch(batch);
                var parts = await run.PredictAsync(window, plan, positions, cancellationToken).ConfigureAwait(false);
                foreach (var part in parts)
                {
                    PredictionCheck.Table(this, part, plan.Order[placed..], first);
                    foreach (var output in part)
                    {
                        outputs[plan.Order[placed++]] = output;
                    }
                }

                for (; next < outputs.Length && outputs[next] is { } ready; next++)
                {
                    yield return ready;
                }
            }

            first += window.Length;
        }
    }
}
