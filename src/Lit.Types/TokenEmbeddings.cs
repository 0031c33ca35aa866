using System.Numerics.Tensors;

namespace Lit.Types;

/// <summary>A vector for each token.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="Tensor{T}"/> of <see cref="float"/></description></item>
/// <item><term>Shape</term><description><c>[tokens, dimensions]</c></description></item>
/// <item><term>Wire name</term><description><c>TokenEmbeddings</c></description></item>
/// </list>
/// </remarks>
public sealed record TokenEmbeddings : TensorType
{
    /// <summary>The <see cref="Tokens"/> of the same spec, one for each row; null if there are none.</summary>
    public string? Align { get; init; }

    /// <inheritdoc />
    private protected override ReadOnlySpan<int> Ranks => [2];
}
