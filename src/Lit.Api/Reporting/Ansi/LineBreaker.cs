using System.Text;

namespace Lit.Api.Reporting.Ansi;

/// <summary>
/// Breaks styled text into lines of a width: at spaces, between wide characters, else inside a long word.
/// </summary>
internal static class LineBreaker
{
    private readonly record struct Cell(string Text, int Width, AnsiStyle Style)
    {
        public bool IsSpace => Text is " ";
    }

    public static IEnumerable<IReadOnlyList<AnsiText>> Wrap(IEnumerable<AnsiText> pieces, int width)
    {
        List<Cell> line = [];
        foreach (Cell cell in pieces.SelectMany(Cells))
        {
            if (cell.Text is "\n")
            {
                yield return Join(line);
                line.Clear();
                continue;
            }

            if (line.Sum(c => c.Width) + cell.Width > width)
            {
                int end = cell.IsSpace || cell.Width == 2 ? line.Count : LastBreak(line);
                yield return Join(line.GetRange(0, end));
                line.RemoveRange(0, end);
                if (cell.IsSpace && line.Count == 0)
                {
                    continue;
                }
            }

            line.Add(cell);
        }

        yield return Join(line);
    }

    private static IEnumerable<Cell> Cells(AnsiText piece)
        => TerminalText.Graphemes(TerminalText.Clean(piece.Text)).Select(
            grapheme => new Cell(grapheme.Text, grapheme.Width, piece.Style));

    private static int LastBreak(List<Cell> line)
    {
        int last = line.FindLastIndex(cell => cell.IsSpace || cell.Width == 2);
        return last < 0 ? line.Count : last + 1;
    }

    private static List<AnsiText> Join(List<Cell> line)
    {
        List<AnsiText> pieces = [];
        StringBuilder text = new();
        int count = line.FindLastIndex(cell => !cell.IsSpace) + 1;
        for (int i = 0; i < count; i++)
        {
            text.Append(line[i].Text);
            if (i + 1 == count || line[i + 1].Style != line[i].Style)
            {
                pieces.Add(new(text.ToString(), line[i].Style));
                text.Clear();
            }
        }

        return pieces;
    }
}
