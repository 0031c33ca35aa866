namespace Lit.Types;

/// <summary>The weight of each feature.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="FeatureSalienceMap"/></description></item>
/// <item><term>Wire name</term><description><c>FeatureSalience</c></description></item>
/// </list>
/// </remarks>
public sealed record FeatureSalience : Salience
{
    /// <inheritdoc />
    public override Type ValueType => typeof(FeatureSalienceMap);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => CheckSign(field, ((FeatureSalienceMap)value).Salience.Values, rules);
}
