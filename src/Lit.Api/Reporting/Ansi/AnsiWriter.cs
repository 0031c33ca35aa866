using System.Globalization;
using System.Text;

namespace Lit.Api.Reporting.Ansi;

/// <summary>Collects lines of styled text.</summary>
internal sealed class AnsiWriter(AnsiOptions options)
{
    private readonly StringBuilder _text = new();

    public AnsiOptions Options => options;

    public bool HasColors => options.Colors != AnsiColors.None;

    public void Line() => _text.Append('\n');

    /// <summary>Writes pieces as one line, as they are.</summary>
    public void Line(params IEnumerable<AnsiText> pieces)
    {
        foreach (AnsiText piece in pieces)
        {
            Write(piece);
        }

        Line();
    }

    /// <summary>Writes pieces broken into lines of the terminal's width.</summary>
    public void Wrapped(int indent, params IEnumerable<AnsiText> pieces)
    {
        foreach (var line in LineBreaker.Wrap(pieces, options.Width - indent))
        {
            if (line.Count > 0)
            {
                _text.Append(' ', indent);
            }

            Line(line);
        }
    }

    public override string ToString() => _text.ToString();

    private void Write(AnsiText piece)
    {
        string codes = HasColors ? Codes(piece.Style) : "";
        if (codes.Length == 0)
        {
            _text.Append(piece.Text);
        }
        else
        {
            _text.Append("\e[").Append(codes, 1, codes.Length - 1).Append('m').Append(piece.Text).Append("\e[0m");
        }
    }

    private string Codes(AnsiStyle style)
    {
        StringBuilder codes = new();
        if (style.Bold)
        {
            codes.Append(";1");
        }

        if (style.Dim)
        {
            codes.Append(";2");
        }

        if (style.Underline)
        {
            codes.Append(";4");
        }

        if (style.Foreground is { } foreground)
        {
            codes.Append(";38").Append(Code(foreground));
        }

        if (style.Background is { } background)
        {
            codes.Append(";48").Append(Code(background));
        }

        return codes.ToString();
    }

    private string Code(Rgb color) => options.Colors == AnsiColors.TrueColor
        ? string.Create(CultureInfo.InvariantCulture, $";2;{color.R};{color.G};{color.B}")
        : string.Create(CultureInfo.InvariantCulture, $";5;{color.ToPalette256()}");
}
