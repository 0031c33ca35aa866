namespace Lit.Metrics.Text;

/// <summary>How METEOR weighs recall, and how much a text loses that has the right words in another order.</summary>
public sealed record MeteorOptions
{
    /// <summary>Those of the paper: 0.9, 3 and 0.5.</summary>
    public static MeteorOptions Default { get; } = new();

    /// <summary>The weight of recall, in [0, 1].</summary>
    /// <value>0.9 by default.</value>
    public double Alpha { get; init; } = 0.9;

    /// <summary>How sharply the penalty grows with the number of pieces.</summary>
    /// <value>3 by default.</value>
    public double Beta { get; init; } = 3;

    /// <summary>The greatest penalty, in [0, 1].</summary>
    /// <value>0.5 by default.</value>
    public double Gamma { get; init; } = 0.5;
}
