namespace Lit.Types;

/// <summary>A choice of one field.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/>, the name of a field</description></item>
/// <item><term>Wire name</term><description><c>SingleFieldMatcher</c></description></item>
/// </list>
/// </remarks>
public sealed record SingleFieldMatcher : FieldMatcher
{
    /// <summary>The field to start with; null if there is none.</summary>
    public string? Default { get; init; }

    /// <inheritdoc />
    public override object? DefaultValue => Default;
}
