using Lit.Api;
using Lit.Types;

namespace Lit.Components;

/// <summary>A model that gives the predictions it was made with, one after the other.</summary>
internal sealed class FixedModel(Spec input, Spec output, params Example[] predictions) : Model
{
    public override Spec InputSpec => input;

    public override Spec OutputSpec => output;

    public override IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs, CancellationToken cancellationToken = default)
        => inputs.Select((_, i) => predictions[i]).ToAsyncEnumerable();
}
