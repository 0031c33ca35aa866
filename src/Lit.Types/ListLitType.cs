using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>A list of anything.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="System.Collections.IEnumerable"/>, but no text</description></item>
/// <item><term>Wire name</term><description><c>ListLitType</c></description></item>
/// </list>
/// </remarks>
public record ListLitType : LitType
{
    /// <summary>What a form starts with; null leaves it blank.</summary>
    /// <value>Null by default; empty for lists of texts and numbers.</value>
    public ValueList<object?>? Default { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(System.Collections.IEnumerable);

    /// <inheritdoc />
    public override object? DefaultValue => Default;

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => value is string ? [Mismatch.OfKind(field, ValueType, value)] : [];
}
