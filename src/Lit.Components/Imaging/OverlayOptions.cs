namespace Lit.Components.Imaging;

/// <summary>How scores are drawn over an image.</summary>
public sealed record OverlayOptions
{
    /// <summary>The colours.</summary>
    /// <value><see cref="OverlayColors.BlueWhiteRed"/> by default.</value>
    public OverlayColors Colors { get; init; }

    /// <summary>Whether scores below zero have colours of their own.</summary>
    /// <value>True by default.</value>
    public bool Signed { get; init; } = true;

    /// <summary>
    /// Whether pixels show the more the greater their score is; if not, all show alike, as for regions.
    /// </summary>
    /// <value>True by default.</value>
    public bool FadeByScore { get; init; } = true;

    /// <summary>How opaque the colours are, in [0, 1].</summary>
    /// <value>1 by default.</value>
    public double Opacity { get; init; } = 1;

    /// <summary>
    /// Which part of the greatest and least scores is cut off, so that few pixels do not outshine all others.
    /// </summary>
    /// <value>0.01 by default.</value>
    public double ClipFraction { get; init; } = 0.01;

    /// <summary>
    /// Whether to draw as the LIT toolkit does: a signed map of zeros in opaque blue; unsigned scores by their size, so
    /// that those far below zero look great; and unsigned pixels the less the greater their score is.
    /// </summary>
    /// <value>False by default.</value>
    public bool LitCompatible { get; init; }
}

/// <summary>Colours for scores from 0 to 1.</summary>
public enum OverlayColors
{
    /// <summary>From blue by white to red.</summary>
    BlueWhiteRed,

    /// <summary>From green to yellow.</summary>
    Summer,
}
