using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>Blur integrated gradients, for images: the path on which the blurred image gets sharp.</summary>
/// <remarks>
/// Needs no baseline of its own and attributes to what appears at each scale. Scores sum to the difference of the
/// target between the image and the fully blurred one, up to an error that falls with the number of steps. After Xu,
/// Venugopalan and Sundararajan, "Attribution in Scale and Space", CVPR 2020.
/// </remarks>
public sealed record BlurPath : AttributionMethod
{
    /// <inheritdoc />
    public override string Name => "Blur IG";

    /// <summary>The standard deviation of the strongest blur in pixels.</summary>
    /// <value>50 by default; above 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public double MaxSigma
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a blur above 0 pixels.");
    } = 50;

    /// <summary>How many gradients are taken along the path.</summary>
    /// <value>100 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Steps
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1 step.");
    } = 100;

    internal override IEnumerable<SpecMismatch> Check(GradientInput input) => input.Image is null
        ? [new SpecMismatch(input.Name, "the pixels of an image, which can be blurred", $"{input.Kind}")]
        : [];

    internal override ValueTask<PathSum> RunAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken) =>
        BlurWalk.IntegrateAsync(task.Function, input, task.RequireGrid(), MaxSigma, Steps, cancellationToken);
}
