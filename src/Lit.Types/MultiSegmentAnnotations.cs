using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>Groups of spans over several text fields, such as the mentions of one person.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="IReadOnlyList{T}"/> of <see cref="AnnotationCluster"/></description></item>
/// <item><term>Unit</term><description>bytes of the UTF-8 text of the field that a span names</description></item>
/// <item><term>Wire name</term><description><c>MultiSegmentAnnotations</c></description></item>
/// </list>
/// </remarks>
public sealed record MultiSegmentAnnotations : ListLitType
{
    /// <summary>Whether the groups are alternatives of which one holds.</summary>
    public bool Exclusive { get; init; }

    /// <summary>Whether to draw the groups without emphasis.</summary>
    public bool Background { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<AnnotationCluster>);

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Items(value, item => item as AnnotationCluster);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
    {
        var clusters = (IReadOnlyList<AnnotationCluster>)value;
        return rules == CheckRules.Strict
            ? ListChecks.NoNull(field, "a list of clusters", clusters)
                .Concat(clusters.OfType<AnnotationCluster>()
                    .SelectMany(cluster => cluster.Spans)
                    .SelectMany(span => ListChecks.Span(field, span.Start, span.End))
                    .Take(1))
            : ListChecks.NoNull(field, "a list of clusters", clusters);
    }
}
