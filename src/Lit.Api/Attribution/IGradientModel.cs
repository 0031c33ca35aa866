using Lit.Types;

namespace Lit.Api.Attribution;

/// <summary>A model that can say how its output changes with its inputs.</summary>
/// <remarks>Results come in the order of the examples. Safe for concurrent use if the model is.</remarks>
public interface IGradientModel
{
    /// <summary>Where gradients can be taken, the most useful first; empty if nowhere.</summary>
    IReadOnlyList<GradientInput> GradientInputs { get; }

    /// <summary>
    /// Values inside the model that gradients can be taken with respect to by name, in the order of the computation.
    /// </summary>
    /// <value>Empty for a model that does not tell.</value>
    IReadOnlyList<InnerValue> InnerValues => [];

    /// <summary>
    /// The name of the last feature map of an image model, which Grad-CAM explains; null if there is none.
    /// </summary>
    string? FeatureMap => null;

    /// <summary>Says whether a gradient can be had, and why not, without running the model.</summary>
    /// <param name="request">The gradient.</param>
    Compatibility CheckGradient(GradientRequest request);

    /// <summary>Computes one gradient for each example.</summary>
    /// <param name="inputs">Examples of the model's input spec.</param>
    /// <param name="request">Which gradient.</param>
    /// <param name="cancellationToken">Stops within a batch.</param>
    /// <exception cref="LitException">The gradient cannot be had; see <see cref="CheckGradient"/>.</exception>
    IAsyncEnumerable<InputGradient> GradientsAsync(
        IEnumerable<Example> inputs,
        GradientRequest request,
        CancellationToken cancellationToken = default);

    /// <summary>Integrates gradients along the straight path from a baseline to each example.</summary>
    /// <param name="inputs">Examples of the model's input spec.</param>
    /// <param name="request">Which integral.</param>
    /// <param name="cancellationToken">Stops within a batch.</param>
    /// <exception cref="LitException">The gradient cannot be had; see <see cref="CheckGradient"/>.</exception>
    IAsyncEnumerable<PathIntegral> IntegrateAsync(
        IEnumerable<Example> inputs,
        PathRequest request,
        CancellationToken cancellationToken = default);

    /// <summary>Holds an example so that one of its inputs can be moved to any point.</summary>
    /// <param name="example">An example of the model's input spec.</param>
    /// <param name="request">
    /// Which gradient; the class of its target is the one that it names for the example as it is.
    /// </param>
    /// <param name="cancellationToken">Stops the run at the example itself.</param>
    /// <exception cref="LitException">The gradient cannot be had; see <see cref="CheckGradient"/>.</exception>
    ValueTask<IGradientProbe> ProbeAsync(
        Example example,
        GradientRequest request,
        CancellationToken cancellationToken = default);
}
