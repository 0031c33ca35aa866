using Lit.Types.Checks;

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

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Items(value, item => item as SpanLabel);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
    {
        var spans = (IReadOnlyList<SpanLabel>)value;
        return rules == CheckRules.Strict
            ? ListChecks.NoNull(field, "a list of spans", spans)
                .Concat(spans.OfType<SpanLabel>()
                    .SelectMany(span => ListChecks.Span(field, span.Start, span.End))
                    .Take(1))
            : ListChecks.NoNull(field, "a list of spans", spans);
    }
}
