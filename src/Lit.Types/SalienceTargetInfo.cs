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

    /// <inheritdoc />
    public override object? Normalize(object? value)
        => value is ValueMap<object?> map && map.TryGetValue("field", out object? field) && field is string name
            ? new SalienceTarget(name, map.GetValueOrDefault("index") is long index ? (int)index : null)
            : value;
}
