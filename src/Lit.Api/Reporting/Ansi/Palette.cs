namespace Lit.Api.Reporting.Ansi;

/// <summary>Blue for, orange-red against: a pair that readers with any common colour blindness tell apart.</summary>
internal static class Palette
{
    public static Rgb Positive => new(58, 134, 214);

    public static Rgb Negative => new(230, 97, 40);

    public static Rgb Warning => new(214, 160, 30);

    /// <summary>The colours of curves, told apart with any common colour blindness (Okabe and Ito).</summary>
    public static Rgb Series(int index) => (index % 6) switch
    {
        0 => new(58, 134, 214),
        1 => new(230, 97, 40),
        2 => new(0, 158, 115),
        3 => new(204, 121, 167),
        4 => new(214, 160, 30),
        _ => new(86, 180, 233),
    };

    /// <summary>
    /// The background for a strength in [-1, 1]; none where it would hardly differ from the terminal's.
    /// </summary>
    public static AnsiStyle Diverging(double strength, bool lightBackground)
    {
        double share = Math.Min(1, Math.Abs(strength));
        if (share < 0.04)
        {
            return default;
        }

        Rgb ground = lightBackground ? new(255, 255, 255) : new(24, 24, 28);
        Rgb color = ground.Towards(strength > 0 ? Positive : Negative, 0.15 + (0.85 * share));
        return new() { Background = color, Foreground = color.Ink, Underline = strength < 0 };
    }
}
