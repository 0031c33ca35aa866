using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>The tokens that a language model gives the highest scores, for each position of a text.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="IReadOnlyList{T}"/> of <see cref="IReadOnlyList{T}"/> of <see cref="ScoredText"/>, scores
/// never rising</description></item>
/// <item><term>Wire name</term><description><c>TokenTopKPreds</c></description></item>
/// </list>
/// </remarks>
public sealed record TokenTopKPreds : ListLitType, IHasParent
{
    /// <summary>The <see cref="Tokens"/> of the same output, one for each position; null if there are none.</summary>
    public string? Align { get; init; }

    /// <summary>The field of the input side that holds the text; null if there is none.</summary>
    public string? Parent { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<IReadOnlyList<ScoredText>>);

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.CandidateLists(value);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => ((IReadOnlyList<IReadOnlyList<ScoredText>>)value).SelectMany((candidates, token) => candidates is null
            ? [new(field, "candidates for every token", $"null at token {token}")]
            : ListChecks.Candidates(field, candidates, rules).Concat(ListChecks.Falling(field, token, candidates)));
}
