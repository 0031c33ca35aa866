namespace Lit.Types;

/// <summary>A text of a special form that automated edits must leave alone.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>StringLitType</c></description></item>
/// </list>
/// </remarks>
public record StringLitType : LitType
{
    /// <summary>What a form starts with; null leaves it blank.</summary>
    /// <value>Empty by default.</value>
    public string? Default { get; init; } = "";

    /// <inheritdoc />
    public override Type ValueType => typeof(string);

    /// <inheritdoc />
    public override object? DefaultValue => Default;
}
