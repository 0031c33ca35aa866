using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>
/// Scores each token by the L2 norm of the gradient with respect to its embedding: how much the target reacts to it.
/// </summary>
/// <remarks>
/// <para>Scores are at least 0 and say nothing about the direction. All zero when every gradient is.</para>
/// <para>
/// A model by LIT's convention needs a <see cref="TokenGradients"/> field aligned to a <see cref="Tokens"/> field, both
/// of the
/// output.
/// </para>
/// <para>After Li et al., "Visualizing and Understanding Neural Models in NLP", NAACL 2016.</para>
/// </remarks>
public sealed class GradientNorm : SalienceInterpreter<GradientNormConfig>
{
    /// <summary>Creates the method with the usual options.</summary>
    public GradientNorm()
        : this(new GradientNormConfig())
    {
    }

    /// <summary>Creates the method with options of your own as its defaults.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public GradientNorm(GradientNormConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override string Name => "Grad L2 Norm";

    /// <inheritdoc />
    public override string Description
        => "How strongly the prediction reacts to each token: the length of its gradient.";

    /// <inheritdoc />
    public override Spec MetaSpec { get; } =
        new() { ["saliency"] = new TokenSalience { AutoRun = true, Signed = false } };

    private protected override bool Signed => false;

    /// <inheritdoc />
    protected override GradientNormConfig ReadConfig(ConfigValues values) => Defaults;

    private protected override Compatibility CheckModel(Model model, GradientNormConfig config)
        => GradientInputs.Of(model, Convention(model, config)) is { } own
            ? own.CheckGradient(new GradientRequest
            {
                Target = GradientInputs.TargetOf(own, config),
                Input = GradientInputs.NameOf(own, config),
            })
            : GradientFields.Aligned(model.OutputSpec).Any()
                ? Compatibility.Full
                : new(GradientFields.Missing(
                    model.InputSpec, model.OutputSpec, needsEmbeddings: false, needsPath: false));

    private protected override Task<List<SalienceResult>> ExplainWindowAsync(
        Model model,
        IReadOnlyList<Example> window,
        GradientNormConfig config,
        CancellationToken cancellationToken)
    {
        PointwiseGradients run = new(
            config,
            GradientScore.Norm,
            NewResult(),
            shares => Scale(shares, config, addEpsilon: false));
        return GradientInputs.Of(model, Convention(model, config)) is { } own
            ? run.RunAsync(own, window, cancellationToken)
            : run.RunAsync(model, [.. GradientFields.Aligned(model.OutputSpec)], window, cancellationToken);
    }

    private static bool Convention(Model model, GradientNormConfig config)
        => config.LitCompatible && GradientFields.Aligned(model.OutputSpec).Any();
}
