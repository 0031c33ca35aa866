using Lit.Types;

namespace Lit.Api.Reporting.Ansi;

/// <summary>Paragraphs and facts.</summary>
internal static class AnsiProse
{
    public static void Paragraph(AnsiWriter writer, ParagraphBlock paragraph, int indent)
    {
        string mark = paragraph.Tone switch
        {
            ReportTone.Note => "Note: ",
            ReportTone.Warning => "Warning: ",
            ReportTone.Error => "Error: ",
            _ => "",
        };
        writer.Wrapped(indent, new AnsiText(mark + paragraph.Text, AnsiStyle.Of(paragraph.Tone)));
    }

    public static void Facts(AnsiWriter writer, ValueList<Fact> facts, int indent)
    {
        int column = Math.Min(
            (writer.Options.Width - indent) / 2,
            facts.Select(fact => TerminalText.WidthOf(TerminalText.Clean(fact.Name))).DefaultIfEmpty().Max());
        foreach (Fact fact in facts)
        {
            string name = TerminalText.Truncate(TerminalText.Clean(fact.Name), column);
            List<AnsiText> value = [new(fact.Value.ToString(), AnsiStyle.Of(fact.Value.Tone))];
            if (fact.Detail is { } detail)
            {
                value.Add(new($"  ({detail})", AnsiStyle.Muted));
            }

            string gap = new(' ', indent);
            string padding = new(' ', column - TerminalText.WidthOf(name) + 2);
            bool first = true;
            foreach (var line in LineBreaker.Wrap(value, Math.Max(10, writer.Options.Width - indent - column - 2)))
            {
                string head = first ? name : new string(' ', TerminalText.WidthOf(name));
                writer.Line([new(gap), new(head, AnsiStyle.Muted), new(padding), .. line]);
                first = false;
            }
        }
    }
}
