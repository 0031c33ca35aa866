namespace Lit.Types;

/// <summary>Texts to compare with, with scores if they have any.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="ScoredText"/></description></item>
/// <item><term>Wire name</term><description><c>ReferenceTexts</c></description></item>
/// </list>
/// </remarks>
public sealed record ReferenceTexts : CandidateListType;
