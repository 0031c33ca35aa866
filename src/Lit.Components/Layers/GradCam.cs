using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Layers;

/// <summary>
/// Scores the positions of a feature map by its channels, each weighed by the mean of its gradient: a coarse map of where in the
/// image the evidence for the target lies.
/// </summary>
/// <remarks>
/// A layer with a vector for each token gives a score for each token. Selvaraju et al., "Grad-CAM: Visual Explanations from Deep
/// Networks via Gradient-based Localization", ICCV 2017.
/// </remarks>
public sealed class GradCam : OwnGradientInterpreter<GradCamConfig>
{
    /// <summary>Creates the method with the usual options.</summary>
    public GradCam()
        : this(new GradCamConfig())
    {
    }

    /// <summary>Creates the method with options of your own as its defaults.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public GradCam(GradCamConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override string Name => "Grad-CAM";

    /// <inheritdoc />
    public override string Description => "Where in the image the evidence for the prediction lies: a feature map weighed by its gradients.";

    private protected override Compatibility CheckOwn(IGradientModel model, GradCamConfig config) =>
        FeatureMaps.Check(model, config) ?? base.CheckOwn(model, config);

    private protected override GradientRequest Request(IGradientModel model, GradCamConfig config) => new()
    {
        Target = GradientInputs.TargetOf(model, config),
        Input = FeatureMaps.NameOf(model, config),
    };

    private protected override async Task<List<SalienceResult>> ExplainOwnAsync(
        IGradientModel model, IReadOnlyList<Example> window, GradCamConfig config, CancellationToken cancellationToken)
    {
        var request = Request(model, config);
        var maps = await model.GradientsAsync(window, request, cancellationToken)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var images = FeatureMaps.ImageOf(model, config) is { } image
            ? await model.GradientsAsync(window, request with { Input = image.Name }, cancellationToken)
                .ToListAsync(cancellationToken).ConfigureAwait(false)
            : null;
        List<SalienceResult> results = [];
        for (int i = 0; i < maps.Count; i++)
        {
            var blank = NewResult() with { Target = maps[i].Target, ValueAtInput = maps[i].Value, Evaluations = 1 };
            results.Add(FeatureMaps.Draw(blank, maps[i], images?[i], config, shares => Scale(shares, config, addEpsilon: false)));
        }

        return results;
    }
}
