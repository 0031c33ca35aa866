using Lit.Api;
using Lit.Types;

namespace Lit.Generators;

/// <summary>A model that a generator must not ask.</summary>
internal sealed class UnusedModel : Model
{
    public override Spec InputSpec { get; } = new() { ["text"] = new TextSegment() };

    public override Spec OutputSpec { get; } = [];

    public override IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs, CancellationToken cancellationToken = default)
        => throw new InvalidOperationException("The generator asked the model.");
}
