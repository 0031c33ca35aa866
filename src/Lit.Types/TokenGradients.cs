using System.Numerics.Tensors;

namespace Lit.Types;

/// <summary>The derivative with respect to the vector of each token.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="Tensor{T}"/> of <see cref="float"/></description></item>
/// <item><term>Shape</term><description><c>[tokens, dimensions]</c></description></item>
/// <item><term>Wire name</term><description><c>TokenGradients</c></description></item>
/// </list>
/// </remarks>
public sealed record TokenGradients : GradientsType
{
    /// <inheritdoc />
    private protected override ReadOnlySpan<int> Ranks => [2];
}
