using System.Numerics.Tensors;

namespace Lit.Types;

/// <summary>How much each token attends to each other, for each head of one layer.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="Tensor{T}"/> of <see cref="float"/></description></item>
/// <item><term>Shape</term><description><c>[heads, tokens of AlignIn, tokens of AlignOut]</c></description></item>
/// <item><term>Wire name</term><description><c>AttentionHeads</c></description></item>
/// </list>
/// </remarks>
public sealed record AttentionHeads : TensorType
{
    /// <summary>The <see cref="Tokens"/> of the same spec that attend.</summary>
    public required string AlignIn { get; init; }

    /// <summary>The <see cref="Tokens"/> of the same spec that are attended to; the same for self-attention.</summary>
    public required string AlignOut { get; init; }

    /// <inheritdoc />
    private protected override ReadOnlySpan<int> Ranks => [3];
}
