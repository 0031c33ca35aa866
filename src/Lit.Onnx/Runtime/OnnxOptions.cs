namespace Lit.Onnx.Runtime;

/// <summary>
/// How ONNX Runtime runs a model. Two options are equal when all their values are, and then share sessions.
/// </summary>
public record OnnxOptions
{
    /// <summary>Where the arithmetic is done.</summary>
    /// <value><see cref="ExecutionProvider.Cpu"/> by default.</value>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>How many threads one run of the model uses inside its operators; null for one a processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int? Threads
    {
        get;
        init
        {
            if (value is { } threads)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
            }

            field = value;
        }
    }

    /// <summary>How much the graph is rewritten before it runs.</summary>
    /// <value><see cref="GraphOptimization.All"/> by default.</value>
    public GraphOptimization Optimization { get; init; } = GraphOptimization.All;

    /// <summary>
    /// Whether quantised weights may be turned into kernels that round activations too, which is faster.
    /// </summary>
    /// <value>
    /// False by default: a file whose weights alone are quantised gives the numbers that its operators say, and its
    /// gradients are gradients of these numbers.
    /// </value>
    public bool AllowQuantizedActivations { get; init; }

    /// <summary>
    /// Whether threads wait for work by spinning: faster for one caller, wasteful when others share the processors.
    /// </summary>
    /// <value>True by default.</value>
    public bool AllowSpinning { get; init; } = true;

    /// <summary>
    /// Whether memory is planned for each shape seen: faster for small batches, up to twice the memory for large ones.
    /// </summary>
    /// <value>True by default. Gradients, which need far more memory than predictions, never use it.</value>
    public bool UseMemoryPattern { get; init; } = true;

    internal int ThreadCount => Threads ?? Environment.ProcessorCount;
}
