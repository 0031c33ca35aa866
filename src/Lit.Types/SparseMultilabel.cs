using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>The labels of an example, in any number and order.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>SparseMultilabel</c></description></item>
/// </list>
/// </remarks>
public sealed record SparseMultilabel : StringListType
{
    /// <summary>The labels allowed; null or empty allows any.</summary>
    public Vocabulary? Vocab { get; init; }

    /// <summary>What stands between labels where they are shown as one text.</summary>
    /// <value>A comma by default.</value>
    public string Separator { get; init; } = ",";

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => base.CheckContent(field, value, rules)
            .Concat(ListChecks.InVocabulary(field, Vocab, ((IReadOnlyList<string>)value).OfType<string>()));
}
