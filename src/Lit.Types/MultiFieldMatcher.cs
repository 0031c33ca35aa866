using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>A choice of any number of fields.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="IReadOnlyList{T}"/> of <see cref="string"/>, names of fields</description></item>
/// <item><term>Wire name</term><description><c>MultiFieldMatcher</c></description></item>
/// </list>
/// </remarks>
public sealed record MultiFieldMatcher : FieldMatcher
{
    /// <summary>The fields to start with.</summary>
    /// <value>Empty by default.</value>
    public ValueList<string> Default { get; init; } = [];

    /// <summary>Whether to start with all fields, whatever <see cref="Default"/> says.</summary>
    public bool SelectAll { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<string>);

    /// <inheritdoc />
    public override object? DefaultValue => Default;

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Texts(value);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => ListChecks.InVocabulary(field, Vocab, (IReadOnlyList<string>)value);
}
