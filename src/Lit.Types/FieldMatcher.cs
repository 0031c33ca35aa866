using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>A choice among the fields of a spec that have certain types.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/>, the name of a field</description></item>
/// <item><term>Wire name</term><description><c>FieldMatcher</c></description></item>
/// </list>
/// </remarks>
public record FieldMatcher : LitType
{
    /// <summary>The spec whose fields can be chosen.</summary>
    public required SpecSource Spec { get; init; }

    /// <summary>
    /// The wire names of the types that a field may have; a name stands for the types derived from it too.
    /// </summary>
    public required TypeNames Types { get; init; }

    /// <summary>
    /// The fields to choose from, in the order of the spec; null before <c>Resolve</c> has looked them up.
    /// </summary>
    public Vocabulary? Vocab { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(string);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => ListChecks.InVocabulary(field, Vocab, [(string)value]);
}
