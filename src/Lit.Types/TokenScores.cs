namespace Lit.Types;

/// <summary>One number for each token.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="double"/></description></item>
/// <item><term>Shape</term><description>as many as tokens</description></item>
/// <item><term>Wire name</term><description><c>TokenScores</c></description></item>
/// </list>
/// </remarks>
public sealed record TokenScores : FloatListType
{
    /// <summary>The <see cref="Tokens"/> of the same spec that the scores belong to.</summary>
    public required string Align { get; init; }
}
