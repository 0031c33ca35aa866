using Lit.Api.Reporting;

namespace ReviewSentiment;

/// <summary>Results under one heading.</summary>
internal sealed record Section(string Heading, IReadOnlyList<IReportable> Results) : IReportable
{
    public IEnumerable<ReportBlock> ToReport() => [new SectionBlock(Heading, [.. Results.SelectMany(result => result.ToReport())])];
}
