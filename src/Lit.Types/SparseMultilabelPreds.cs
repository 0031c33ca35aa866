namespace Lit.Types;

/// <summary>The labels that a model assigns, with their scores.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="ScoredText"/>, scores at least 0</description></item>
/// <item><term>Wire name</term><description><c>SparseMultilabelPreds</c></description></item>
/// </list>
/// </remarks>
public sealed record SparseMultilabelPreds : CandidateListType, IHasParent
{
    /// <summary>The labels allowed; null or empty allows any.</summary>
    public Vocabulary? Vocab { get; init; }

    /// <summary>The <see cref="SparseMultilabel"/> field of the input side with the true labels; null if there is none.</summary>
    public string? Parent { get; init; }
}
