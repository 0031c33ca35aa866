using Lit.Api;
using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Options of <see cref="DeepLift"/>.</summary>
public sealed record DeepLiftConfig : SalienceConfig
{
    /// <summary>What the example is compared with.</summary>
    /// <value><see cref="Api.Attribution.Baseline.Zero"/> by default.</value>
    public Baseline Baseline { get; init; } = Baseline.Zero;
}

/// <summary>
/// Scores by how the difference between the example and a reference goes through the model, layer by layer: as
/// <see cref="IntegratedGradients"/> without steps, at the price of two forward passes and one backward pass.
/// </summary>
/// <remarks>
/// <para>
/// Scores are in the target's unit and sum to its difference between example and reference, up to rounding, which
/// <see cref="SalienceResult.CompletenessError"/> states.
/// </para>
/// <para>
/// Shrikumar, Greenside and Kundaje, "Learning Important Features Through Propagating Activation Differences", ICML 2017,
/// with the rescale rule. Where numbers that change are multiplied, as in attention, each factor counts with the middle of
/// the other; see <see cref="BackwardRule.DeepLift"/>.
/// </para>
/// </remarks>
public sealed class DeepLift : OwnGradientInterpreter<DeepLiftConfig>
{
    /// <summary>Creates the method with the usual options.</summary>
    public DeepLift()
        : this(new DeepLiftConfig())
    {
    }

    /// <summary>Creates the method with options of your own as its defaults.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public DeepLift(DeepLiftConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override string Name => "DeepLIFT";

    /// <inheritdoc />
    public override string Description => "What each part of the input adds to the prediction, as its difference from a reference goes through the model.";

    private protected override GradientRequest Request(IGradientModel model, DeepLiftConfig config) => new()
    {
        Target = GradientInputs.TargetOf(model, config),
        Input = GradientInputs.NameOf(model, config),
        Backward = BackwardRule.DeepLift,
        Reference = config.Baseline,
    };

    private protected override async Task<List<SalienceResult>> ExplainOwnAsync(
        IGradientModel model, IReadOnlyList<Example> window, DeepLiftConfig config, CancellationToken cancellationToken)
    {
        List<SalienceResult> results = [];
        var multipliers = model.GradientsAsync(window, Request(model, config), cancellationToken);
        await foreach (var found in multipliers.ConfigureAwait(false))
        {
            float[] contributions = Flat(found.Gradients);
            float[] values = Flat(found.Values);
            float[] reference = Flat(found.Reference!);
            for (int i = 0; i < contributions.Length; i++)
            {
                contributions[i] *= values[i] - reference[i];
            }

            var blank = NewResult() with { ValueAtInput = found.Value, ValueAtBaseline = found.ReferenceValue, Evaluations = 1 };
            results.Add(Score(blank, found, window[results.Count], contributions, config));
        }

        return results;
    }
}
