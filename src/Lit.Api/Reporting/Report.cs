using Lit.Types;

namespace Lit.Api.Reporting;

/// <summary>A titled document of blocks.</summary>
/// <param name="Title">What the reader sees first, and the title of the HTML page.</param>
/// <param name="Blocks">The content from top to bottom.</param>
public sealed record Report(string Title, ValueList<ReportBlock> Blocks) : IReportable
{
    /// <summary>The language of the document's own words, as a BCP 47 tag.</summary>
    /// <value><c>en</c> by default.</value>
    public string Language { get; init; } = "en";

    /// <summary>Puts results one below the other.</summary>
    /// <param name="title">The title.</param>
    /// <param name="parts">The results.</param>
    public static Report Of(string title, params IEnumerable<IReportable> parts)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(parts);
        return new Report(title, new(parts.SelectMany(part => part.ToReport())));
    }

    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport() => Blocks;
}
