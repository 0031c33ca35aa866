using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>A whole number.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="long"/></description></item>
/// <item><term>Wire name</term><description><c>Integer</c></description></item>
/// </list>
/// </remarks>
public sealed record Integer : Scalar
{
    /// <summary>A whole number from -32768 to 32767, in steps of 1.</summary>
    public Integer() => (MinValue, MaxValue, Step) = (short.MinValue, short.MaxValue, 1);

    /// <inheritdoc />
    public override Type ValueType => typeof(long);

    /// <inheritdoc />
    public override object? DefaultValue => Default is { } value ? (long)value : null;

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Whole(value);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => rules == CheckRules.Strict ? CheckRange(field, (long)value) : [];
}
