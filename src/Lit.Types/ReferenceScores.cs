using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>One score for each reference text, such as its likelihood.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="double"/></description></item>
/// <item><term>Shape</term><description>as many as texts</description></item>
/// <item><term>Wire name</term><description><c>ReferenceScores</c></description></item>
/// </list>
/// </remarks>
public sealed record ReferenceScores : ListLitType, IHasParent
{
    /// <summary>
    /// The <see cref="TextSegment"/> or <see cref="ReferenceTexts"/> of the input side that is scored; null if there is
    /// none.
    /// </summary>
    public string? Parent { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<double>);

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Numbers(value);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => rules == CheckRules.Strict ? ListChecks.Finite(field, (IReadOnlyList<double>)value) : [];
}
