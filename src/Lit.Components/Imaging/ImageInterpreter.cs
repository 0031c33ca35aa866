using Lit.Api;
using Lit.Api.Attribution;
using Lit.Api.Imaging;
using Lit.Components.Paths;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Imaging;

/// <summary>
/// Scores the pixels of images and draws the scores over the image: the six image methods of the LIT toolkit.
/// </summary>
/// <remarks>
/// <para>
/// Works with models that compute gradients of images themselves, and with models by LIT's convention: one
/// <see cref="ImageGradients"/> field aligned to an <see cref="ImageBytes"/> field of the input, which also takes
/// arrays. Such a model explains the class in the example if there is one, else the predicted one.
/// </para>
/// <para>
/// The methods have the options and the numbers of LIT. <see cref="GradientAttribution"/> has more of both: paths as
/// exact as asked for, baselines, regions of your own, noise.
/// </para>
/// </remarks>
public sealed class ImageInterpreter : SalienceInterpreter<ImageInterpreterConfig>
{
    private const string TargetKey = "_salience_target";
    private const string StepsKey = "Interpolation steps";
    private const string DistanceKey = "Max. distance";

    private readonly ImageMethod _method;

    /// <summary>Creates a method with the usual options.</summary>
    /// <param name="method">The method.</param>
    public ImageInterpreter(ImageMethod method)
        : this(method, new ImageInterpreterConfig())
    {
    }

    /// <summary>Creates a method with options of your own as its defaults.</summary>
    /// <param name="method">The method.</param>
    /// <param name="defaults">The options of a run that is given none.</param>
    public ImageInterpreter(ImageMethod method, ImageInterpreterConfig defaults)
        : base(defaults)
    {
        _method = method;
        ConfigSpec = MakeConfigSpec(method, defaults);
        MetaSpec = new() { ["saliency"] = new ImageSalience { AutoRun = false, Signed = false } };
    }

    /// <summary>All six methods with their usual options.</summary>
    public static IReadOnlyList<ImageInterpreter> All() =>
        [.. Enum.GetValues<ImageMethod>().Select(method => new ImageInterpreter(method))];

    /// <inheritdoc />
    public override string Name => _method switch
    {
        ImageMethod.Gradient => "Grad",
        ImageMethod.IntegratedGradients => "Integrated Gradients",
        ImageMethod.BlurIntegratedGradients => "Blur IG",
        ImageMethod.GuidedIntegratedGradients => "Guided IG",
        ImageMethod.Xrai => "XRAI",
        _ => "XRAI GIG",
    };

    /// <inheritdoc />
    public override string Description => "Which pixels speak for and against the prediction.";

    /// <inheritdoc />
    public override Spec ConfigSpec { get; }

    /// <inheritdoc />
    public override Spec MetaSpec { get; }

    private protected override bool Signed => !IsXrai;

    private bool IsXrai => _method is ImageMethod.Xrai or ImageMethod.XraiGuided;

    /// <inheritdoc />
    protected override ImageInterpreterConfig ReadConfig(ConfigValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var config = Defaults;
        if (values.GetSalienceTarget(TargetKey) is { } target)
        {
            config = config with
            {
                TargetField = target.Field,
                Target = target.Index is { } index ? Target.Probability(index) with { Field = target.Field } : null,
            };
        }

        return config with
        {
            InterpolationSteps = ConfigSpec.ContainsKey(StepsKey)
                ? values.GetInt32(StepsKey, config.InterpolationSteps)
                : config.InterpolationSteps,
            MaxDistance = ConfigSpec.ContainsKey(DistanceKey)
                ? values.GetDouble(DistanceKey, config.MaxDistance)
                : config.MaxDistance,
        };
    }

    private protected override Compatibility CheckModel(Model model, ImageInterpreterConfig config)
    {
        Compatibility fits = ProbeSource.Check(model, config, MethodOf(config));
        string? field = config.Target?.Field ?? config.TargetField;
        return !fits.IsCompatible || field is null
            || model.OutputSpec.GetValueOrDefault(field) is MulticlassPreds or RegressionScore
            ? fits
            : new([new SpecMismatch(
                field,
                "a MulticlassPreds or RegressionScore field of the output",
                model.OutputSpec.GetValueOrDefault(field)?.GetType().Name ?? "no such field")]);
    }

    private protected override async Task<List<SalienceResult>> ExplainWindowAsync(
        Model model,
        IReadOnlyList<Example> window,
        ImageInterpreterConfig config,
        CancellationToken cancellationToken)
    {
        // LIT takes class 0 for no class.
        ImageInterpreterConfig asked = config is { LitCompatible: true, Target: ClassTarget { OfClass: var choice } }
            && choice == ClassChoice.At(0)
            ? config with { Target = null }
            : config;
        var source = ProbeSource.Of(model, asked);
        List<SalienceResult> results = [];
        foreach (Example example in window)
        {
            IGradientProbe probe = await source.ProbeAsync(example, cancellationToken).ConfigureAwait(false);
            SalienceResult result = await new AttributionRun(source, probe, example)
                .ExplainAsync(MethodOf(asked), asked, asked.Tolerance, cancellationToken).ConfigureAwait(false);
            results.Add(result with
            {
                Method = Name,
                Images = [.. result.Images.Select(image => Draw(image, probe.Start.Input, example, config))],
            });
        }

        return results;
    }

    private static Spec MakeConfigSpec(ImageMethod method, ImageInterpreterConfig defaults)
    {
        List<KeyValuePair<string, LitType>> fields = [new(TargetKey, new SalienceTargetInfo())];
        if (method != ImageMethod.Gradient)
        {
            fields.Add(new(StepsKey, new Scalar
            {
                MinValue = 5,
                MaxValue = 200,
                Default = defaults.InterpolationSteps,
                Step = 1,
                Required = false,
            }));
        }

        if (method is ImageMethod.GuidedIntegratedGradients or ImageMethod.XraiGuided)
        {
            fields.Add(new(DistanceKey, new Scalar
            {
                MinValue = 0,
                MaxValue = 1,
                Default = defaults.MaxDistance,
                Step = 0.02,
                Required = false,
            }));
        }

        return [.. fields];
    }

    private AttributionMethod MethodOf(ImageInterpreterConfig config)
    {
        int steps = config.InterpolationSteps;
        var guided = new GuidedPath { Steps = steps, MaxDistance = config.MaxDistance };
        return _method switch
        {
            ImageMethod.Gradient => new PlainGradient(),
            ImageMethod.IntegratedGradients => new StraightPath { Rule = Quadrature.EvenMean(steps) },
            ImageMethod.BlurIntegratedGradients => new BlurPath { Steps = steps },
            ImageMethod.GuidedIntegratedGradients => guided,
            ImageMethod.Xrai => new XraiRegions { Rule = Quadrature.EvenMean(steps) },
            _ => new XraiRegions { Method = guided },
        };
    }

    private PixelSalience Draw(
        PixelSalience salience, GradientInput input, Example example, ImageInterpreterConfig config)
    {
        RasterImage picture = input.Field is { } field && example.TryGet(field, out string? url) && url is not null
            ? RasterImage.FromDataUrl(url)
            : new RasterImage(salience.Width, salience.Height, 1, salience.Picture.ToArray());
        var options = new OverlayOptions
        {
            Colors = IsXrai ? OverlayColors.Summer : OverlayColors.BlueWhiteRed,
            Signed = !IsXrai,
            FadeByScore = !IsXrai,
            Opacity = IsXrai ? 0.7 : 1,
            LitCompatible = config.LitCompatible,
        };
        RasterImage overlay = SalienceOverlay.Draw(
            picture, salience.Scores.ToArray(), salience.Width, salience.Height, options);
        return salience with { Overlay = overlay.ToDataUrl() };
    }
}
