using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>
/// Scores tokens, features or pixels by gradients at points of a path: integrated gradients in all its forms, gradient
/// maps, and either of them smoothed by noise.
/// </summary>
/// <remarks>
/// <para>
/// Works with models that compute gradients themselves (<see cref="IGradientModel"/>) and, for images, with models that
/// return them in predictions by LIT's convention and take arrays in place of the image.
/// </para>
/// <para>
/// Every result says how many gradients it took, what its scores miss of the difference that they should sum to, and
/// whether that is within the tolerance.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var guided = new GradientAttribution(new GuidedPath { Steps = 100 });
/// var why = await guided.ExplainAsync(model, photos[0]);
/// </code>
/// </example>
public sealed class GradientAttribution : SalienceInterpreter<GradientAttributionConfig>
{
    /// <summary>Creates an interpreter for integrated gradients with as many points as the path needs.</summary>
    public GradientAttribution()
        : this(new GradientAttributionConfig())
    {
    }

    /// <summary>Creates an interpreter for a method.</summary>
    /// <param name="method">The method.</param>
    public GradientAttribution(AttributionMethod method)
        : this(new GradientAttributionConfig { Method = method })
    {
    }

    /// <summary>Creates an interpreter with options of your own as its defaults.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public GradientAttribution(GradientAttributionConfig defaults)
        : base(defaults) =>
        MetaSpec = new() { ["saliency"] = new TokenSalience { AutoRun = false, Signed = defaults.Method.Signed } };

    /// <inheritdoc />
    public override string Name => Defaults.Method.Name;

    /// <inheritdoc />
    public override string Description => "What each part of the input adds to the prediction, by gradients on a path.";

    /// <inheritdoc />
    public override Spec MetaSpec { get; }

    private protected override bool Signed => Defaults.Method.Signed;

    /// <inheritdoc />
    protected override GradientAttributionConfig ReadConfig(ConfigValues values) => Defaults;

    private protected override Compatibility CheckModel(Model model, GradientAttributionConfig config) =>
        ProbeSource.Check(model, config, config.Method);

    private protected override async Task<List<SalienceResult>> ExplainWindowAsync(
        Model model,
        IReadOnlyList<Example> window,
        GradientAttributionConfig config,
        CancellationToken cancellationToken)
    {
        var source = ProbeSource.Of(model, config);
        List<SalienceResult> results = [];
        foreach (Example example in window)
        {
            IGradientProbe probe = await source.ProbeAsync(example, cancellationToken).ConfigureAwait(false);
            var run = new AttributionRun(source, probe, example);
            results.Add(await run.ExplainAsync(config.Method, config, config.Tolerance, cancellationToken)
                .ConfigureAwait(false));
        }

        return results;
    }
}
