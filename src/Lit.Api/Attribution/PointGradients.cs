namespace Lit.Api.Attribution;

/// <summary>A target and its gradient at some points of an input.</summary>
/// <param name="Values">The target at each point, in its own unit.</param>
/// <param name="Gradients">
/// The gradient at each point, one after the other; as many numbers for each as a point has, or its layer.
/// </param>
public sealed record PointGradients(double[] Values, float[] Gradients)
{
    /// <summary>
    /// The numbers of <see cref="GradientRequest.Layer"/> at each point, as many for each as <see cref="Gradients"/>,
    /// which are with respect to them; empty unless the request names a layer.
    /// </summary>
    public float[] LayerValues { get; init; } = [];
}
