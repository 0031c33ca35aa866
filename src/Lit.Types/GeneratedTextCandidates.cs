namespace Lit.Types;

/// <summary>Texts that a model wrote, the best first.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="ScoredText"/></description></item>
/// <item><term>Wire name</term><description><c>GeneratedTextCandidates</c></description></item>
/// </list>
/// </remarks>
public sealed record GeneratedTextCandidates : CandidateListType, IHasParent
{
    /// <summary>
    /// The <see cref="TextSegment"/> of the input side that the texts are compared with; null if there is none.
    /// </summary>
    public string? Parent { get; init; }

    /// <summary>The text of the best candidate.</summary>
    /// <param name="candidates">The value of such a field.</param>
    /// <returns>The first text; empty if there is none.</returns>
    public static string TopText(IReadOnlyList<ScoredText> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        return candidates.Count == 0 ? "" : candidates[0].Text;
    }
}
