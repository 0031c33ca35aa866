namespace Lit.Components.Paths;

/// <summary>A function in double precision that is given with its gradient.</summary>
internal sealed class Function(int size, Func<double[], double> value, Func<double[], double[]> gradient) : PathFunction(size)
{
    /// <summary>All points that were asked for, in order.</summary>
    public List<double[]> Asked { get; } = [];

    /// <summary>The function of one number along a path of one number.</summary>
    public static Function Of(Func<double, double> value, Func<double, double> slope) =>
        new(1, x => value(x[0]), x => [slope(x[0])]);

    /// <summary>A function whose gradient is told, and whose value nobody asks for.</summary>
    public static Function OfGradient(int size, Func<double[], double[]> gradient) => new(size, _ => 0, gradient);

    protected override ValueTask<PointValues> ComputeAsync(
        ReadOnlyMemory<double> points, CancellationToken cancellationToken)
    {
        double[][] all = [.. points.ToArray().Chunk(Size)];
        Asked.AddRange(all);
        return new(new PointValues([.. all.Select(value)], [.. all.SelectMany(gradient)]));
    }
}
