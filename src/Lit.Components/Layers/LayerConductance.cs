using Lit.Components.Salience;

namespace Lit.Components.Layers;

/// <summary>Scores the numbers of a layer by how much of the target's change flows through each as the input moves along a path.</summary>
/// <remarks>
/// Scores are in the target's unit and sum to its difference between input and baseline, if all paths go through the layer.
/// Dhamdhere, Sundararajan and Yan, "How Important Is a Neuron?", ICLR 2019.
/// </remarks>
public sealed class LayerConductance : LayerPathInterpreter<LayerConductanceConfig>
{
    /// <summary>Creates the method for a layer.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public LayerConductance(LayerConductanceConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override string Name => "Layer Conductance";

    /// <inheritdoc />
    public override string Description => "How much of the change of the prediction flows through each number of a layer.";

    private protected override async Task<SalienceResult> ExplainAsync(
        LayerPath path, LayerConductanceConfig config, CancellationToken cancellationToken)
    {
        double[] fractions = config.CaptumCompatible
            ? [.. Quadrature.Of(config.Method, config.InterpolationSteps + 1).Nodes]
            : [.. Quadrature.Of(config.Method, config.InterpolationSteps).Nodes.Prepend(0).Append(1).Distinct()];
        var along = await path.EvaluateAsync(fractions, cancellationToken).ConfigureAwait(false);
        float[] sums = LayerSums.Conductance(
            along.Gradients, along.LayerValues, fractions.Length, lower: config.CaptumCompatible ? 1 : 0.5);
        return Score(
            path, sums, config, fractions.Length, config.CaptumCompatible ? null : (along.Values[^1], along.Values[0]));
    }
}
