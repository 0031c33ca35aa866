namespace Lit.Components.Paths;

/// <summary>A number that depends on many, with its gradient: what attributions are made of.</summary>
/// <param name="size">How many numbers a point has, at least 1.</param>
internal abstract class PathFunction(int size)
{
    /// <summary>How many numbers of points and gradients are held at a time.</summary>
    private const int NumbersAtATime = 1 << 21;

    /// <summary>How many numbers a point has.</summary>
    public int Size => size;

    /// <summary>How many points were evaluated so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>How many points to evaluate in one call, so that memory stays bounded.</summary>
    public int PointsAtATime => Math.Clamp(NumbersAtATime / size, 1, 4096);

    /// <summary>Evaluates points.</summary>
    /// <param name="points">One after the other.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public ValueTask<PointValues> EvaluateAsync(ReadOnlyMemory<double> points, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Evaluations += points.Length / size;
        return ComputeAsync(points, cancellationToken);
    }

    protected abstract ValueTask<PointValues> ComputeAsync(
        ReadOnlyMemory<double> points, CancellationToken cancellationToken);
}

/// <summary>Values and gradients at points.</summary>
/// <param name="Values">One for each point.</param>
/// <param name="Gradients">As many numbers for each point as it has, one point after the other.</param>
internal readonly record struct PointValues(double[] Values, double[] Gradients);
