using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>Scores each token by the product of its embedding and the gradient with respect to it.</summary>
/// <remarks>
/// <para>
/// The first-order estimate of what the token adds to the target, in the target's unit: above 0 it speaks for the
/// target, below
/// 0 against it. Exact where the model is linear; it can vanish where the model saturates.
/// </para>
/// <para>
/// A model by LIT's convention needs a <see cref="TokenGradients"/> field aligned to a <see cref="Tokens"/> field,
/// which names
/// its <see cref="TokenEmbeddings"/> field, all of the output.
/// </para>
/// <para>After Denil et al., "Extraction of Salient Sentences from Labelled Documents", 2014.</para>
/// </remarks>
public sealed class GradientTimesInput : SalienceInterpreter<GradientTimesInputConfig>
{
    /// <summary>Creates the method with the usual options.</summary>
    public GradientTimesInput()
        : this(new GradientTimesInputConfig())
    {
    }

    /// <summary>Creates the method with options of your own as its defaults.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public GradientTimesInput(GradientTimesInputConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override string Name => "Grad ⋅ Input";

    /// <inheritdoc />
    public override string Description
        => "What each token adds to the prediction, to first order: its gradient times its embedding.";

    /// <inheritdoc />
    public override Spec MetaSpec { get; } =
        new() { ["saliency"] = new TokenSalience { AutoRun = true, Signed = true } };

    private protected override bool Signed => true;

    /// <inheritdoc />
    protected override GradientTimesInputConfig ReadConfig(ConfigValues values) => Defaults;

    private protected override Compatibility CheckModel(Model model, GradientTimesInputConfig config)
        => GradientInputs.Of(model, Convention(model, config)) is { } own
            ? own.CheckGradient(new GradientRequest
            {
                Target = GradientInputs.TargetOf(own, config),
                Input = GradientInputs.NameOf(own, config),
            })
            : GradientFields.WithEmbeddings(model.OutputSpec).Any()
                ? Compatibility.Full
                : new(
                    GradientFields.Missing(model.InputSpec, model.OutputSpec, needsEmbeddings: true, needsPath: false));

    private protected override Task<List<SalienceResult>> ExplainWindowAsync(
        Model model,
        IReadOnlyList<Example> window,
        GradientTimesInputConfig config,
        CancellationToken cancellationToken)
    {
        PointwiseGradients run = new(
            config,
            GradientScore.Product,
            NewResult(),
            shares => Scale(shares, config, addEpsilon: true));
        return GradientInputs.Of(model, Convention(model, config)) is { } own
            ? run.RunAsync(own, window, cancellationToken)
            : run.RunAsync(model, [.. GradientFields.WithEmbeddings(model.OutputSpec)], window, cancellationToken);
    }

    private static bool Convention(Model model, GradientTimesInputConfig config)
        => config.LitCompatible && GradientFields.WithEmbeddings(model.OutputSpec).Any();
}
