using Lit.Types.Checks;

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

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Candidates(value);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => ListChecks.Candidates(field, (IReadOnlyList<ScoredText>)value, rules);
}
