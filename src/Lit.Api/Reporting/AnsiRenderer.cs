using Lit.Api.Reporting.Ansi;

namespace Lit.Api.Reporting;

/// <summary>Draws results as text for a terminal.</summary>
/// <remarks>
/// Texts of the user are made harmless: control characters become visible signs, so that no data can drive the
/// terminal.
/// Lines fit the width, counting wide characters (CJK, emoji) as two columns. Safe for concurrent use.
/// </remarks>
/// <param name="options">Width and colours.</param>
public sealed class AnsiRenderer(AnsiOptions options)
{
    /// <summary>Draws a result.</summary>
    /// <returns>Lines that end with <c>\n</c>.</returns>
    public string Render(IReportable result)
    {
        ArgumentNullException.ThrowIfNull(result);
        AnsiWriter writer = new(options);
        if (result is Report report)
        {
            writer.Wrapped(0, new AnsiText(report.Title, AnsiStyle.Heading));
            int underline = Math.Min(options.Width, TerminalText.WidthOf(TerminalText.Clean(report.Title)));
            writer.Line(new AnsiText(new string('═', underline), AnsiStyle.Heading));
            writer.Line();
        }

        DrawAll(writer, result.ToReport());
        return writer.ToString();
    }

    private static void DrawAll(AnsiWriter writer, IEnumerable<ReportBlock> blocks)
    {
        bool first = true;
        foreach (ReportBlock block in blocks)
        {
            if (!first)
            {
                writer.Line();
            }

            first = false;
            Draw(writer, block);
        }
    }

    private static void Draw(AnsiWriter writer, ReportBlock block)
    {
        if (block.Title is { } title)
        {
            writer.Wrapped(0, new AnsiText(title, AnsiStyle.Heading));
        }

        switch (block)
        {
            case SectionBlock section:
                writer.Wrapped(0, new AnsiText(section.Heading, new() { Bold = true, Underline = true }));
                writer.Line();
                DrawAll(writer, section.Blocks);
                break;
            case ParagraphBlock paragraph:
                AnsiProse.Paragraph(writer, paragraph, indent: 0);
                break;
            case FactsBlock facts:
                AnsiProse.Facts(writer, facts.Facts, indent: 0);
                break;
            case TableBlock table:
                AnsiTable.Draw(writer, table);
                break;
            case TextSalienceBlock salience:
                AnsiSalience.Draw(writer, salience);
                break;
            case ImageSalienceBlock salience:
                AnsiImageSalience.Draw(writer, salience);
                break;
            case BarChartBlock chart:
                AnsiBars.Draw(writer, chart);
                break;
            case LineChartBlock chart:
                AnsiCurves.Draw(writer, chart);
                break;
            case HeatMapBlock map:
                AnsiHeatMap.Draw(writer, map);
                break;
            case ImageBlock image:
                writer.Wrapped(0, new AnsiText($"[picture: {image.AlternativeText}]", AnsiStyle.Muted));
                break;
            default:
                throw new NotSupportedException($"No drawing for {block.GetType().Name} in a terminal.");
        }
    }
}
