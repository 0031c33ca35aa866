namespace Lit.Api.Reporting;

/// <summary>Running text; line breaks are kept.</summary>
/// <param name="Text">The text, plain.</param>
public sealed record ParagraphBlock(string Text) : ReportBlock
{
    /// <summary>How much attention the text asks for.</summary>
    /// <value><see cref="ReportTone.Plain"/> by default.</value>
    public ReportTone Tone { get; init; }
}
