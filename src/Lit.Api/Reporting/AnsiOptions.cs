using System.Globalization;

namespace Lit.Api.Reporting;

/// <summary>How text for a terminal looks.</summary>
public sealed record AnsiOptions
{
    /// <summary>How many colours the terminal has.</summary>
    /// <value><see cref="AnsiColors.TrueColor"/> by default.</value>
    public AnsiColors Colors { get; init; } = AnsiColors.TrueColor;

    /// <summary>The width in columns.</summary>
    /// <value>80 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 20.</exception>
    public int Width
    {
        get;
        init => field = value >= 20
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a width of at least 20 columns.");
    } = 80;

    /// <summary>Whether the terminal is light; weak scores blend into its background.</summary>
    /// <value>False by default.</value>
    public bool LightBackground { get; init; }

    /// <summary>How many of the words with the greatest scores are listed with their numbers.</summary>
    /// <value>6 by default.</value>
    public int StrongestWords { get; init; } = 6;

    /// <summary>
    /// What the environment of this process asks for: <c>NO_COLOR</c>, <c>COLORTERM</c>, <c>TERM</c>, <c>COLUMNS</c>.
    /// </summary>
    public static AnsiOptions FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable);

    /// <summary>What an environment asks for: <c>NO_COLOR</c>, <c>COLORTERM</c>, <c>TERM</c>, <c>COLUMNS</c>.</summary>
    /// <param name="variable">Gives the value of a variable; null if it is not set.</param>
    public static AnsiOptions FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string term = variable("TERM") ?? "";
        string depth = variable("COLORTERM") ?? "";
        AnsiColors colors =
            !string.IsNullOrEmpty(variable("NO_COLOR")) || term == "dumb" ? AnsiColors.None
            : depth is "truecolor" or "24bit" || variable("WT_SESSION") is not null ? AnsiColors.TrueColor
            : term.Length > 0 ? AnsiColors.Palette256
            : AnsiColors.None;
        return int.TryParse(variable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int columns)
            && columns >= 20
            ? new() { Colors = colors, Width = columns }
            : new() { Colors = colors };
    }
}

/// <summary>How many colours a terminal has.</summary>
public enum AnsiColors
{
    /// <summary>No colours and no control sequences: plain text, where signs stand as + and -.</summary>
    None,

    /// <summary>The 256 colours of xterm.</summary>
    Palette256,

    /// <summary>All colours, 24 bits each.</summary>
    TrueColor,
}
