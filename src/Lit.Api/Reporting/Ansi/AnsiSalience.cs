namespace Lit.Api.Reporting.Ansi;

/// <summary>A text with its words on coloured ground; without colours, with + and - after them.</summary>
internal static class AnsiSalience
{
    private const int Indent = 2;

    public static void Draw(AnsiWriter writer, TextSalienceBlock block)
    {
        double scale = block.Scale;
        writer.Wrapped(Indent, block.Spans.SelectMany(span => Write(span, scale, block.Signed, writer)));
        foreach (ParagraphBlock note in block.Notes)
        {
            AnsiProse.Paragraph(writer, note, Indent);
        }

        Strongest(writer, block);
        writer.Wrapped(Indent, Legend(writer, block.Signed, block.Supports, block.Scale));
        AnsiProse.Facts(writer, block.Facts, Indent);
    }

    private static IEnumerable<AnsiText> Write(SalientSpan span, double scale, bool signed, AnsiWriter writer)
    {
        if (span.Unseen)
        {
            return [new(span.Text, AnsiStyle.Muted)];
        }

        double strength = span.Score is { } score && double.IsFinite(score) ? score / scale : 0;
        return writer.HasColors
            ? [new(span.Text, Palette.Diverging(strength, writer.Options.LightBackground))]
            : [new(span.Text + Marks(strength, signed))];
    }

    private static string Marks(double strength, bool signed)
    {
        int count = Math.Abs(strength) switch { < 0.1 => 0, < 1 / 3.0 => 1, < 2 / 3.0 => 2, _ => 3 };
        return count == 0 ? "" : $"({new string(!signed ? '*' : strength > 0 ? '+' : '-', count)})";
    }

    private static void Strongest(AnsiWriter writer, TextSalienceBlock block)
    {
        string[] words =
        [
            .. block.Strongest(writer.Options.StrongestWords).Select(span =>
                $"{span.Text}\u00A0{block.Write(span.Score!.Value)}"),
        ];
        if (words.Length > 0)
        {
            writer.Wrapped(Indent, new AnsiText("strongest: ", AnsiStyle.Muted), new(string.Join(", ", words)));
        }
    }

    /// <param name="writer">The terminal.</param>
    /// <param name="signed">Whether scores have a direction.</param>
    /// <param name="supports">What a score above zero speaks for; null to leave it open.</param>
    /// <param name="scale">The |score| with the strongest colour.</param>
    public static IEnumerable<AnsiText> Legend(AnsiWriter writer, bool signed, string? supports, double scale)
    {
        string limit = ReportNumber.Format(scale);
        string what = supports is not null ? $" {supports}" : "";
        if (!signed)
        {
            return writer.HasColors
                ? [
                    new("colour: ", AnsiStyle.Muted), new(" weak ", Ground(0.3)), new(" strong ", Ground(1)),
                    new($" to {limit}", AnsiStyle.Muted),
                ]
                : [new($"* weak to *** strong, up to {limit}")];
        }

        return writer.HasColors
            ?
            [
                new("colour: ", AnsiStyle.Muted), new($" for{what} ", Ground(1)), new(" "),
                new($" against{what} ", Ground(-1)),
                new($" (underlined), strongest at ±{limit}", AnsiStyle.Muted),
            ]
            : [new($"+ for{what}, - against{what}; one to three by strength, up to ±{limit}")];

        AnsiStyle Ground(double strength) => Palette.Diverging(strength, writer.Options.LightBackground);
    }
}
