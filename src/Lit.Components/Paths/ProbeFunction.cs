using System.Numerics.Tensors;
using Lit.Api.Attribution;

namespace Lit.Components.Paths;

/// <summary>The target of an example as a function of one of its inputs.</summary>
internal sealed class ProbeFunction(IGradientProbe probe) : PathFunction((int)probe.Start.Values.FlattenedLength)
{
    protected override async ValueTask<PointValues> ComputeAsync(
        ReadOnlyMemory<double> points, CancellationToken cancellationToken)
    {
        float[] single = new float[points.Length];
        TensorPrimitives.ConvertSaturating(points.Span, single);
        PointGradients found = await probe.EvaluateAsync(single, cancellationToken).ConfigureAwait(false);
        double[] gradients = new double[found.Gradients.Length];
        TensorPrimitives.ConvertSaturating<float, double>(found.Gradients, gradients);
        return new(found.Values, gradients);
    }
}
