using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>The labels that a model assigns, with their scores.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="IReadOnlyList{T}"/> of <see cref="ScoredText"/>, scores at least 0</description></item>
/// <item><term>Wire name</term><description><c>SparseMultilabelPreds</c></description></item>
/// </list>
/// </remarks>
public sealed record SparseMultilabelPreds : CandidateListType, IHasParent
{
    /// <summary>The labels allowed; null or empty allows any.</summary>
    public Vocabulary? Vocab { get; init; }

    /// <summary>
    /// The <see cref="SparseMultilabel"/> field of the input side with the true labels; null if there is none.
    /// </summary>
    public string? Parent { get; init; }

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
    {
        var candidates = (IReadOnlyList<ScoredText>)value;
        var labels = candidates.Select(candidate => candidate.Text).OfType<string>();
        foreach (var mismatch in base.CheckContent(field, value, rules)
            .Concat(ListChecks.InVocabulary(field, Vocab, labels)))
        {
            yield return mismatch;
        }

        if (rules == CheckRules.Strict && candidates.Any(candidate => candidate.Score < 0))
        {
            yield return new(field, "scores of 0 or more", "a negative one");
        }
    }
}
