namespace Lit.Types;

/// <summary>True or false.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="bool"/></description></item>
/// <item><term>Wire name</term><description><c>BooleanLitType</c>, read as <c>Boolean</c> too</description></item>
/// </list>
/// </remarks>
public sealed record BooleanLitType : LitType
{
    /// <summary>What a form starts with; null leaves it open.</summary>
    /// <value>False by default.</value>
    public bool? Default { get; init; } = false;

    /// <inheritdoc />
    public override Type ValueType => typeof(bool);

    /// <inheritdoc />
    public override object? DefaultValue => Default;
}
