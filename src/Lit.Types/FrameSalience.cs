namespace Lit.Types;

/// <summary>The weight of each frame of a film.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="FrameSalienceMap"/></description></item>
/// <item><term>Wire name</term><description><c>FrameSalience</c></description></item>
/// </list>
/// </remarks>
public sealed record FrameSalience : Salience
{
    /// <inheritdoc />
    public override Type ValueType => typeof(FrameSalienceMap);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => CheckSign(field, ((FrameSalienceMap)value).Salience.Values.Select(frame => frame.Score), rules);
}
