namespace Lit.Api.Reporting;

/// <summary>A result that can be drawn: in a terminal, as HTML, or by a renderer of your own.</summary>
public interface IReportable
{
    /// <summary>The result as blocks, from top to bottom.</summary>
    IEnumerable<ReportBlock> ToReport();
}
