namespace Lit.Types;

/// <summary>Tokens with their weights.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="ScoredText"/></description></item>
/// <item><term>Wire name</term><description><c>TopTokens</c></description></item>
/// </list>
/// </remarks>
public sealed record TopTokens : CandidateListType;
