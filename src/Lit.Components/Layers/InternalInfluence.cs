using Lit.Api.Attribution;
using Lit.Components.Salience;

namespace Lit.Components.Layers;

/// <summary>Scores the numbers of a layer by the mean of their gradients as the input moves along a path.</summary>
/// <remarks>
/// Scores are in the target's unit for each unit of the layer. Leino, Sen, Datta, Fredrikson and Li, "Influence-Directed
/// Explanations for Deep Convolutional Networks", ITC 2018.
/// </remarks>
public sealed class InternalInfluence : LayerPathInterpreter<InternalInfluenceConfig>
{
    /// <summary>Creates the method for a layer.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public InternalInfluence(InternalInfluenceConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override string Name => "Internal Influence";

    /// <inheritdoc />
    public override string Description => "How strongly the prediction reacts to each number of a layer, on the mean along a path.";

    private protected override async Task<SalienceResult> ExplainAsync(
        LayerPath path, InternalInfluenceConfig config, CancellationToken cancellationToken)
    {
        QuadratureRule rule = Quadrature.Of(config.Method, config.InterpolationSteps);
        var along = await path.EvaluateAsync(rule.Nodes, cancellationToken).ConfigureAwait(false);
        return Score(path, LayerSums.Weighted(along.Gradients, rule.Weights), config, rule.Nodes.Count, ends: null);
    }
}
