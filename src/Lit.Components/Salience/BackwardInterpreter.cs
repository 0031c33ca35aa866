using Lit.Api;
using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Scores by what a changed backward pass brings to the input.</summary>
/// <typeparam name="TConfig">The options.</typeparam>
public abstract class BackwardInterpreter<TConfig> : OwnGradientInterpreter<TConfig>
    where TConfig : SalienceConfig
{
    private protected BackwardInterpreter(TConfig defaults)
        : base(defaults)
    {
    }

    private protected abstract BackwardRule Backward { get; }

    private protected override GradientRequest Request(IGradientModel model, TConfig config) => new()
    {
        Target = GradientInputs.TargetOf(model, config),
        Input = GradientInputs.NameOf(model, config),
        Backward = Backward,
    };

    private protected override async Task<List<SalienceResult>> ExplainOwnAsync(
        IGradientModel model, IReadOnlyList<Example> window, TConfig config, CancellationToken cancellationToken)
    {
        List<SalienceResult> results = [];
        var gradients = model.GradientsAsync(window, Request(model, config), cancellationToken);
        await foreach (var gradient in gradients.ConfigureAwait(false))
        {
            var blank = NewResult() with { ValueAtInput = gradient.Value, Evaluations = 1 };
            results.Add(Score(blank, gradient, window[results.Count], Flat(gradient.Gradients), config));
        }

        return results;
    }
}
