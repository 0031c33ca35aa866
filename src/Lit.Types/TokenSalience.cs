namespace Lit.Types;

/// <summary>The weight of each token.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="TokenSalienceMap"/></description></item>
/// <item><term>Wire name</term><description><c>TokenSalience</c></description></item>
/// </list>
/// </remarks>
public sealed record TokenSalience : Salience
{
    /// <inheritdoc />
    public override Type ValueType => typeof(TokenSalienceMap);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => CheckSign(field, ((TokenSalienceMap)value).Salience, rules);
}
