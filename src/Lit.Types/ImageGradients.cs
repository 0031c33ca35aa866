using System.Numerics.Tensors;

namespace Lit.Types;

/// <summary>The derivative with respect to each pixel.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="Tensor{T}"/> of <see cref="float"/></description></item>
/// <item><term>Shape</term><description><c>[height, width]</c> or <c>[height, width, channels]</c></description></item>
/// <item><term>Wire name</term><description><c>ImageGradients</c></description></item>
/// </list>
/// </remarks>
public sealed record ImageGradients : GradientsType
{
    /// <inheritdoc />
    private protected override ReadOnlySpan<int> Ranks => [2, 3];
}
