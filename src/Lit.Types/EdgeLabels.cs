using Lit.Types.Checks;

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

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Items(value, item => item as EdgeLabel);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
    {
        var edges = (IReadOnlyList<EdgeLabel>)value;
        return rules == CheckRules.Strict
            ? ListChecks.NoNull(field, "a list of edges", edges)
                .Concat(edges.OfType<EdgeLabel>()
                    .SelectMany(edge => new[] { edge.Span1, edge.Span2 ?? edge.Span1 })
                    .SelectMany(span => ListChecks.Span(field, span.Start, span.End))
                    .Take(1))
            : ListChecks.NoNull(field, "a list of edges", edges);
    }
}
