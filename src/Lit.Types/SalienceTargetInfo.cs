namespace Lit.Types;

/// <summary>Which output a salience is about.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="SalienceTarget"/></description></item>
/// <item><term>Wire name</term><description><c>SalienceTargetInfo</c></description></item>
/// </list>
/// </remarks>
public sealed record SalienceTargetInfo : LitType
{
    /// <summary>The target to start with; null if there is none.</summary>
    public SalienceTarget? Default { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(SalienceTarget);

    /// <inheritdoc />
    public override object? DefaultValue => Default;
}
