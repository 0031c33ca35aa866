namespace Lit.Types;

/// <summary>Texts with their scores.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="ScoredText"/></description></item>
/// <item><term>Wire name</term><description><c>_StringCandidateList</c></description></item>
/// </list>
/// </remarks>
public abstract record CandidateListType : ListLitType
{
    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<ScoredText>);
}
