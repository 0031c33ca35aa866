namespace Lit.Api.Reporting.Ansi;

/// <summary>A colour of a screen.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    private static ReadOnlySpan<byte> CubeLevels => [0, 95, 135, 175, 215, 255];

    /// <summary>Black or white, whichever is easier to read on this colour (WCAG 2 contrast).</summary>
    public Rgb Ink => (Luminance + 0.05) * (Luminance + 0.05) > 1.05 * 0.05 ? new(0, 0, 0) : new(255, 255, 255);

    private double Luminance => (0.2126 * Linear(R)) + (0.7152 * Linear(G)) + (0.0722 * Linear(B));

    /// <summary>The colour on the way to another: this one at 0, the other at 1.</summary>
    public Rgb Towards(Rgb other, double share)
    {
        return new(Mix(R, other.R), Mix(G, other.G), Mix(B, other.B));

        byte Mix(byte from, byte to) => (byte)Math.Round(from + ((to - from) * share));
    }

    /// <summary>The nearest of xterm's 6 × 6 × 6 cube and its 24 greys.</summary>
    public int ToPalette256()
    {
        var (r, g, b) = (NearestLevel(R), NearestLevel(G), NearestLevel(B));
        int cube = Distance(new(CubeLevels[r], CubeLevels[g], CubeLevels[b]));
        int step = Math.Clamp((((R + G + B) / 3) - 3) / 10, 0, 23);
        byte grey = (byte)(8 + (10 * step));
        return Distance(new(grey, grey, grey)) < cube ? 232 + step : 16 + (36 * r) + (6 * g) + b;
    }

    private int Distance(Rgb other)
    {
        var (r, g, b) = (R - other.R, G - other.G, B - other.B);
        return (r * r) + (g * g) + (b * b);
    }

    private static int NearestLevel(byte value) => value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;

    private static double Linear(byte channel)
    {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
