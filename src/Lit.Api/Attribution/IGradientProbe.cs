using Lit.Types;

namespace Lit.Api.Attribution;

/// <summary>
/// One example whose input can be moved: the value and the gradient of its target at any points that a caller chooses.
/// </summary>
/// <remarks>
/// The target was pinned on the example as it is, and so were all other inputs. A probe holds no resources; it is of
/// use as long as its model is, and safe for concurrent use if the model is.
/// </remarks>
public interface IGradientProbe
{
    /// <summary>The example itself: its numbers, its target and the gradient there.</summary>
    InputGradient Start { get; }

    /// <summary>Evaluates the target and its gradient at points.</summary>
    /// <param name="points">
    /// One point after the other, each with as many numbers in the same order as the <see cref="InputGradient.Values"/>
    /// of <see cref="Start"/>.
    /// </param>
    /// <param name="cancellationToken">Stops within a batch.</param>
    /// <returns>The values and gradients in the order of the points.</returns>
    /// <exception cref="ArgumentException">The numbers are not those of whole points.</exception>
    /// <exception cref="LitException">The model failed.</exception>
    ValueTask<PointGradients> EvaluateAsync(ReadOnlyMemory<float> points, CancellationToken cancellationToken);

    /// <summary>Finds the numbers that a baseline has for the example.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="cancellationToken">Stops the run that reads them, where the model has to say what they are.</param>
    /// <returns>As many numbers in the same order as a point.</returns>
    /// <exception cref="LitException">The baseline does not fit the input.</exception>
    ValueTask<float[]> BaselineAsync(Baseline baseline, CancellationToken cancellationToken);
}
