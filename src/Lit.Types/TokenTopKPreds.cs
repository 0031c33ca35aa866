namespace Lit.Types;

/// <summary>The tokens that a language model gives the highest scores, for each position of a text.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="IReadOnlyList{T}"/> of <see cref="ScoredText"/>, scores never rising</description></item>
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
}
