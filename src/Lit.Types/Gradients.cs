using System.Numerics.Tensors;

namespace Lit.Types;

/// <summary>The derivative with respect to the vector of an example.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="Tensor{T}"/> of <see cref="float"/></description></item>
/// <item><term>Shape</term><description><c>[dimensions]</c></description></item>
/// <item><term>Wire name</term><description><c>Gradients</c></description></item>
/// </list>
/// </remarks>
public sealed record Gradients : GradientsType
{
    /// <inheritdoc />
    private protected override ReadOnlySpan<int> Ranks => [1];
}
