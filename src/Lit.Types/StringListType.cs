using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>A list of texts.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>_StringList</c></description></item>
/// </list>
/// </remarks>
public abstract record StringListType : ListLitType
{
    /// <summary>A list that starts empty.</summary>
    protected StringListType() => Default = [];

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<string>);

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Texts(value);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => ListChecks.NoNull(field, "a list of texts", (IReadOnlyList<string>)value);
}
