namespace Lit.Types;

/// <summary>The weight of each token of a text for each token that a model wrote.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="SequenceSalienceMap"/></description></item>
/// <item><term>Wire name</term><description><c>SequenceSalience</c></description></item>
/// </list>
/// </remarks>
public sealed record SequenceSalience : Salience
{
    /// <inheritdoc />
    public override Type ValueType => typeof(SequenceSalienceMap);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => CheckSign(field, ((SequenceSalienceMap)value).Salience, rules);
}
