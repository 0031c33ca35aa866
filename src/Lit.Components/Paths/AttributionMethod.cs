using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>
/// How the numbers of an input get their scores from gradients: along which path, from where, with what noise.
/// </summary>
/// <remarks>
/// A method is its options; <see cref="GradientAttribution"/> runs it on any input of any model with gradients. Equal
/// options and seeds give equal scores, whatever the batch and the number of threads.
/// </remarks>
public abstract record AttributionMethod
{
    private protected AttributionMethod()
    {
    }

    /// <summary>The name of the method, for results and captions.</summary>
    public abstract string Name { get; }

    /// <summary>Whether scores below zero speak against the target; if not, scores are sizes.</summary>
    internal virtual bool Signed => true;

    /// <summary>What keeps the method from being used on an input; nothing if it can be.</summary>
    internal virtual IEnumerable<SpecMismatch> Check(GradientInput input) => [];

    /// <summary>Attributes at a point, which is the example's own input or one near it.</summary>
    internal abstract ValueTask<PathSum> RunAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken);

    /// <summary>Attributes at several points; a method that can do so evaluates them together.</summary>
    internal virtual async ValueTask<PathSum[]> RunAsync(
        AttributionTask task, IReadOnlyList<double[]> inputs, CancellationToken cancellationToken)
    {
        PathSum[] sums = new PathSum[inputs.Count];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = await RunAsync(task, inputs[i], cancellationToken).ConfigureAwait(false);
        }

        return sums;
    }
}
