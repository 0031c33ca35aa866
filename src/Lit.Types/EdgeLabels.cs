namespace Lit.Types;

/// <summary>Labels for relations between two spans of tokens.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="EdgeLabel"/></description></item>
/// <item><term>Unit</term><description>tokens</description></item>
/// <item><term>Wire name</term><description><c>EdgeLabels</c></description></item>
/// </list>
/// </remarks>
public sealed record EdgeLabels : ListLitType
{
    /// <summary>The <see cref="Tokens"/> of the same spec that the spans count.</summary>
    public required string Align { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<EdgeLabel>);
}
