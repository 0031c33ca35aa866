using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>A list of numbers of any length.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="IReadOnlyList{T}"/> of <see cref="double"/>, finite</description></item>
/// <item><term>Wire name</term><description><c>_FloatList</c></description></item>
/// </list>
/// </remarks>
public abstract record FloatListType : ListLitType
{
    /// <summary>A list that starts empty.</summary>
    protected FloatListType() => Default = [];

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<double>);

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Numbers(value);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => rules == CheckRules.Strict ? ListChecks.Finite(field, (IReadOnlyList<double>)value) : [];
}
