using Lit.Components.Salience;

namespace Lit.Components.Paths;

/// <summary>Integrates a gradient along the path on which an image gets sharp.</summary>
/// <remarks>After Xu, Venugopalan and Sundararajan, "Attribution in Scale and Space", CVPR 2020.</remarks>
internal static class BlurWalk
{
    /// <summary>How far apart two blurs are whose difference stands for the derivative by the blur.</summary>
    private const double Nudge = 0.01;

    /// <summary>−Σᵢ Δσ · ∂blur(x, σᵢ)/∂σ ⊙ ∇f(blur(x, σᵢ)) over σᵢ = i · maxSigma / steps, i below steps.</summary>
    public static async ValueTask<PathSum> IntegrateAsync(
        PathFunction function,
        ReadOnlyMemory<double> image,
        PixelGrid grid,
        double maxSigma,
        int steps,
        CancellationToken cancellationToken)
    {
        int size = function.Size;
        double[] scores = new double[size];
        double width = maxSigma / steps;
        double? sharp = null;
        for (int done = 0; done < steps; done += function.PointsAtATime)
        {
            int count = Math.Min(function.PointsAtATime, steps - done);
            double[] points = new double[count * size];
            for (int k = 0; k < count; k++)
            {
                GaussianBlur.Blur(image.Span, grid, (done + k) * width, points.AsSpan(k * size, size));
            }

            PointValues found = await function.EvaluateAsync(points, cancellationToken).ConfigureAwait(false);
            sharp ??= found.Values[0];
            double[] nudged = new double[size];
            for (int k = 0; k < count; k++)
            {
                GaussianBlur.Blur(image.Span, grid, ((done + k) * width) + Nudge, nudged);
                for (int i = 0; i < size; i++)
                {
                    int at = (k * size) + i;
                    scores[i] -= width * (nudged[i] - points[at]) / Nudge * found.Gradients[at];
                }
            }
        }

        double[] blurred = new double[size];
        GaussianBlur.Blur(image.Span, grid, maxSigma, blurred);
        PointValues end = await function.EvaluateAsync(blurred, cancellationToken).ConfigureAwait(false);
        return new PathSum(scores) { ValueAtInput = sharp, ValueAtBaseline = end.Values[0] };
    }
}
