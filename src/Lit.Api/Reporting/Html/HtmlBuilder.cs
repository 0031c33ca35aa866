using System.Globalization;
using System.Text;

namespace Lit.Api.Reporting.Html;

/// <summary>Writes HTML and SVG; all text and every attribute value is escaped on its way in.</summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _html = new();

    /// <summary>Markup of our own, as it is. Never text of the user.</summary>
    public HtmlBuilder Markup(string markup)
    {
        _html.Append(markup);
        return this;
    }

    public HtmlBuilder Text(string text)
    {
        Escape(text);
        return this;
    }

    /// <summary>Opens an element; attributes without a value are left out.</summary>
    public HtmlBuilder Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _html.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                _html.Append(' ').Append(attribute).Append("=\"");
                Escape(value);
                _html.Append('"');
            }
        }

        _html.Append('>');
        return this;
    }

    public HtmlBuilder Close(string name)
    {
        _html.Append("</").Append(name).Append('>');
        return this;
    }

    /// <summary>An element with nothing but text in it.</summary>
    public HtmlBuilder Element(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
        => Open(name, attributes).Text(text).Close(name);

    /// <summary>A number in an attribute: a coordinate or a share.</summary>
    public static string Number(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);

    public override string ToString() => _html.ToString();

    private void Escape(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => _html.Append("&amp;"),
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '"' => _html.Append("&quot;"),
                '\'' => _html.Append("&#39;"),
                '\t' or '\n' or '\r' => _html.Append((char)rune.Value),
                < 0x20 or (>= 0x7F and < 0xA0) or 0xFFFE or 0xFFFF => _html.Append('\uFFFD'),
                _ => _html.Append(rune.ToString()),
            };
        }
    }
}
