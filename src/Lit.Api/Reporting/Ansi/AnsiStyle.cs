namespace Lit.Api.Reporting.Ansi;

/// <summary>How a piece of text is written.</summary>
internal readonly record struct AnsiStyle
{
    public static AnsiStyle Muted => new() { Dim = true };

    public static AnsiStyle Heading => new() { Bold = true };

    public Rgb? Foreground { get; init; }

    public Rgb? Background { get; init; }

    public bool Bold { get; init; }

    public bool Dim { get; init; }

    public bool Underline { get; init; }

    public static AnsiStyle Of(ReportTone tone) => tone switch
    {
        ReportTone.Muted => Muted,
        ReportTone.Note => new() { Foreground = Palette.Positive },
        ReportTone.Warning => new() { Foreground = Palette.Warning },
        ReportTone.Error => new() { Foreground = Palette.Negative, Bold = true },
        _ => default,
    };
}

/// <summary>A piece of text in one style.</summary>
internal readonly record struct AnsiText(string Text, AnsiStyle Style = default);
