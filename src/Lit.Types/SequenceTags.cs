namespace Lit.Types;

/// <summary>One tag for each token, such as its part of speech.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="string"/></description></item>
/// <item><term>Shape</term><description>as many as tokens</description></item>
/// <item><term>Wire name</term><description><c>SequenceTags</c></description></item>
/// </list>
/// </remarks>
public sealed record SequenceTags : StringListType
{
    /// <summary>The <see cref="Tokens"/> of the same spec that the tags belong to.</summary>
    public required string Align { get; init; }
}
