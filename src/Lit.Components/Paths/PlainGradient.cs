namespace Lit.Components.Paths;

/// <summary>The gradient at the input itself: a gradient map.</summary>
/// <remarks>After Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks", 2014.</remarks>
public sealed record PlainGradient : AttributionMethod
{
    /// <inheritdoc />
    public override string Name => Product ? "Gradient × Input" : Squared ? "Squared Gradient" : "Gradient";

    /// <summary>Whether each number is squared, so that scores are sizes.</summary>
    /// <value>False by default.</value>
    public bool Squared { get; init; }

    /// <summary>Whether the gradient is multiplied by the input.</summary>
    /// <value>False by default.</value>
    public bool Product { get; init; }

    internal override bool Signed => !Squared;

    internal override async ValueTask<PathSum> RunAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken) =>
        (await RunAsync(task, [input.ToArray()], cancellationToken).ConfigureAwait(false))[0];

    internal override async ValueTask<PathSum[]> RunAsync(
        AttributionTask task, IReadOnlyList<double[]> inputs, CancellationToken cancellationToken)
    {
        int size = task.Function.Size;
        List<PathSum> sums = [];
        foreach (double[][] some in inputs.Chunk(task.Function.PointsAtATime))
        {
            PointValues found = await task.Function
                .EvaluateAsync(some.SelectMany(point => point).ToArray(), cancellationToken).ConfigureAwait(false);
            for (int k = 0; k < some.Length; k++)
            {
                sums.Add(new PathSum(Score(found.Gradients.AsSpan(k * size, size), some[k]))
                {
                    ValueAtInput = found.Values[k],
                });
            }
        }

        return [.. sums];
    }

    private double[] Score(ReadOnlySpan<double> gradient, double[] input)
    {
        double[] scores = gradient.ToArray();
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] *= Product ? input[i] : 1;
            scores[i] *= Squared ? scores[i] : 1;
        }

        return scores;
    }
}
