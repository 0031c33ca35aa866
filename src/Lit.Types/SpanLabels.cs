namespace Lit.Types;

/// <summary>Labels for spans of tokens; spans may overlap and need not cover all tokens.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="SpanLabel"/></description></item>
/// <item><term>Unit</term><description>tokens</description></item>
/// <item><term>Wire name</term><description><c>SpanLabels</c></description></item>
/// </list>
/// </remarks>
public sealed record SpanLabels : ListLitType, IHasParent
{
    /// <summary>The <see cref="Tokens"/> of the same spec that the spans count.</summary>
    public required string Align { get; init; }

    /// <summary>The field of the input side with the true spans; null if there is none.</summary>
    public string? Parent { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<SpanLabel>);
}
