using System.Numerics.Tensors;
using Lit.Api.Attribution;
using Lit.Components.Salience;

namespace Lit.Components.Layers;

/// <summary>
/// Scores the numbers of a layer by gradients integrated along the straight path between what the layer is at a baseline of the
/// input and at the input.
/// </summary>
/// <remarks>
/// Scores sum to the difference of the target up to <see cref="SalienceResult.CompletenessError"/>. For a baseline of the layer
/// itself use <see cref="IntegratedGradients"/> with the layer as <see cref="SalienceConfig.Input"/>.
/// </remarks>
public sealed class LayerIntegratedGradients : LayerPathInterpreter<LayerIntegratedGradientsConfig>
{
    /// <summary>Creates the method for a layer.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public LayerIntegratedGradients(LayerIntegratedGradientsConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override string Name => "Layer Integrated Gradients";

    /// <inheritdoc />
    public override string Description => "What each number of a layer adds to the prediction, along a path of the layer.";

    private protected override async Task<SalienceResult> ExplainAsync(
        LayerPath path, LayerIntegratedGradientsConfig config, CancellationToken cancellationToken)
    {
        var start = await path.EvaluateAsync([0], cancellationToken).ConfigureAwait(false);
        GradientRequest request = Request(path.Model, config) with { Input = config.Layer, Layer = null };
        var probe = await path.Model.ProbeAsync(path.Example, request, cancellationToken).ConfigureAwait(false);
        float[] values = Flat(probe.Start.Values);
        QuadratureRule rule = Quadrature.Of(config.Method, config.InterpolationSteps);
        var along = await probe.EvaluateAsync(LayerSums.Points(start.LayerValues, values, rule.Nodes), cancellationToken)
            .ConfigureAwait(false);
        float[] attributions = LayerSums.Weighted(along.Gradients, rule.Weights);
        float[] differences = new float[values.Length];
        TensorPrimitives.Subtract<float>(values, start.LayerValues, differences);
        TensorPrimitives.Multiply<float>(attributions, differences, attributions);
        return Score(path, attributions, config, rule.Nodes.Count + 1, (probe.Start.Value, start.Values[0]));
    }
}
