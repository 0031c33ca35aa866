using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Layers;

/// <summary>Scores pixels by guided backpropagation times <see cref="GradCam"/>: as sharp as the one and as selective as the other.</summary>
/// <remarks>The map is rectified and its cells are repeated. Selvaraju et al., ICCV 2017.</remarks>
public sealed class GuidedGradCam : OwnGradientInterpreter<GradCamConfig>
{
    /// <summary>Creates the method with the usual options.</summary>
    public GuidedGradCam()
        : this(new GradCamConfig())
    {
    }

    /// <summary>Creates the method with options of your own as its defaults.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public GuidedGradCam(GradCamConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override string Name => "Guided Grad-CAM";

    /// <inheritdoc />
    public override string Description => "Which pixels excite the prediction, where the evidence for it lies.";

    private protected override Compatibility CheckOwn(IGradientModel model, GradCamConfig config) =>
        FeatureMaps.Check(model, config)
        ?? (FeatureMaps.ImageOf(model, config) is null
            ? new([new SpecMismatch("input", "an image", string.Join(", ", model.GradientInputs.Select(input => input.Name)))])
            : base.CheckOwn(model, config));

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
        var guided = request with
        {
            Input = FeatureMaps.ImageOf(model, config)!.Name,
            Backward = BackwardRule.GuidedBackpropagation,
        };
        List<SalienceResult> results = [];
        await foreach (var pixels in model.GradientsAsync(window, guided, cancellationToken).ConfigureAwait(false))
        {
            int at = results.Count;
            var (map, height, width) = FeatureMaps.Compute(maps[at], rectify: true);
            PixelGrid grid = PixelGrid.Of(pixels.Input.Image!.Value, pixels.Values.Lengths);
            double[] large = ActivationMap.Resize(map, (height, width), (grid.Height, grid.Width), MapUpsampling.Nearest);
            float[] elements = Flat(pixels.Gradients);
            for (int i = 0; i < elements.Length; i++)
            {
                elements[i] = (float)(elements[i] * large[grid.PixelOf(i)]);
            }

            var blank = NewResult() with { ValueAtInput = pixels.Value, Evaluations = 2 };
            results.Add(Score(blank, pixels, window[at], elements, config));
        }

        return results;
    }
}
