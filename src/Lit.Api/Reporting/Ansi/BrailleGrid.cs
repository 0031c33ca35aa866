using System.Text;

namespace Lit.Api.Reporting.Ansi;

/// <summary>A picture of dots, two wide and four high in each character.</summary>
internal sealed class BrailleGrid(int columns, int rows)
{
    private readonly int[] _dots = new int[columns * rows];
    private readonly int[] _owner = new int[columns * rows];

    private static ReadOnlySpan<int> Bits => [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    public static char Letter(int series) => (char)('a' + (series % 26));

    /// <summary>Draws a curve; <paramref name="series"/> is -1 for a guide line, which every curve covers.</summary>
    public void Draw(int series, IEnumerable<ChartPoint> points, AxisRange x, AxisRange y, bool joined)
    {
        (int X, int Y)? last = null;
        foreach (ChartPoint point in points)
        {
            if (!point.IsFinite)
            {
                last = null;
                continue;
            }

            var here = (
                X: (int)Math.Round(x.Fraction(point.X) * ((2 * columns) - 1)),
                Y: (int)Math.Round((1 - y.Fraction(point.Y)) * ((4 * rows) - 1)));
            var from = joined ? last ?? here : here;
            int steps = Math.Max(1, Math.Max(Math.Abs(here.X - from.X), Math.Abs(here.Y - from.Y)));
            for (int step = 0; step <= steps; step++)
            {
                Set(
                    series,
                    from.X + (int)Math.Round((here.X - from.X) * step / (double)steps),
                    from.Y + (int)Math.Round((here.Y - from.Y) * step / (double)steps));
            }

            last = here;
        }
    }

    public IEnumerable<AnsiText> Row(int row, bool letters)
    {
        StringBuilder text = new();
        for (int c = 0; c < columns; c++)
        {
            int cell = (row * columns) + c;
            text.Append(
                _dots[cell] == 0 ? ' '
                : letters && _owner[cell] >= 0 ? Letter(_owner[cell])
                : (char)(0x2800 + _dots[cell]));
            if (c + 1 == columns || Style(cell + 1) != Style(cell))
            {
                yield return new(text.ToString(), Style(cell));
                text.Clear();
            }
        }
    }

    private AnsiStyle Style(int cell) => _dots[cell] == 0 ? default
        : _owner[cell] < 0 ? AnsiStyle.Muted
        : new() { Foreground = Palette.Series(_owner[cell]) };

    private void Set(int series, int x, int y)
    {
        int cell = (y / 4 * columns) + (x / 2);
        _dots[cell] |= Bits[(y % 4 * 2) + (x % 2)];
        _owner[cell] = series;
    }
}
