using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Layers;

/// <summary>Attributes a target to a value inside the model while the input moves from a baseline to the example.</summary>
/// <typeparam name="TConfig">The options.</typeparam>
public abstract class LayerPathInterpreter<TConfig> : OwnGradientInterpreter<TConfig>
    where TConfig : LayerPathConfig
{
    private protected LayerPathInterpreter(TConfig defaults)
        : base(defaults)
    {
    }

    private protected override GradientRequest Request(IGradientModel model, TConfig config) => new()
    {
        Target = GradientInputs.TargetOf(model, config),
        Input = GradientInputs.NameOf(model, config),
        Layer = config.Layer,
    };

    private protected override async Task<List<SalienceResult>> ExplainOwnAsync(
        IGradientModel model, IReadOnlyList<Example> window, TConfig config, CancellationToken cancellationToken)
    {
        GradientRequest request = Request(model, config);
        var atLayer = request with { Input = config.Layer, Layer = null };
        List<SalienceResult> results = [];
        await foreach (var layer in model.GradientsAsync(window, atLayer, cancellationToken).ConfigureAwait(false))
        {
            Example example = window[results.Count];
            var probe = await model.ProbeAsync(example, request, cancellationToken).ConfigureAwait(false);
            float[] baseline = await probe.BaselineAsync(config.Baseline, cancellationToken).ConfigureAwait(false);
            results.Add(await ExplainAsync(
                new LayerPath(model, example, layer, probe, baseline), config, cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    private protected abstract Task<SalienceResult> ExplainAsync(
        LayerPath path, TConfig config, CancellationToken cancellationToken);

    /// <summary>One example on its path.</summary>
    /// <param name="Model">The model.</param>
    /// <param name="Example">The example.</param>
    /// <param name="Layer">The layer at the example.</param>
    /// <param name="Probe">The example, whose input can be moved.</param>
    /// <param name="Baseline">The input at the start of the path.</param>
    private protected sealed record LayerPath(
        IGradientModel Model, Example Example, InputGradient Layer, IGradientProbe Probe, float[] Baseline)
    {
        public ValueTask<PointGradients> EvaluateAsync(IReadOnlyList<double> fractions, CancellationToken cancellationToken) =>
            Probe.EvaluateAsync(LayerSums.Points(Baseline, Flat(Probe.Start.Values), fractions), cancellationToken);
    }

    private protected SalienceResult Score(LayerPath path, float[] attributions, TConfig config, int evaluations, (double Input, double Baseline)? ends)
    {
        if (attributions.Length != path.Layer.Values.FlattenedLength)
        {
            throw new LitException(
                $"Value '{config.Layer}': expected {path.Layer.Values.FlattenedLength} numbers along the path, as at the example; found {attributions.Length}.");
        }

        var blank = NewResult() with
        {
            Evaluations = evaluations,
            ValueAtInput = ends?.Input ?? path.Probe.Start.Value,
            ValueAtBaseline = ends?.Baseline,
        };
        return Score(blank, path.Layer, path.Example, attributions, config);
    }
}
