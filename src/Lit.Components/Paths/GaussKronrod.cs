namespace Lit.Components.Paths;

/// <summary>
/// The 15 points of Kronrod that hold the 7 of Gauss: two estimates of one integral from the same evaluations.
/// </summary>
/// <remarks>After Kronrod, "Nodes and Weights of Quadrature Formulas", 1965. All on [0, 1], nodes ascending.</remarks>
internal static class GaussKronrod
{
    /// <summary>How many points there are.</summary>
    public const int Count = 15;

    /// <summary>The position of the middle of the interval among the nodes.</summary>
    public const int Middle = 7;

    private static readonly double[] Positive =
    [
        0.991455371120812639206854697526329,
        0.949107912342758524526189684047851,
        0.864864423359769072789712788640926,
        0.741531185599394439863864773280788,
        0.586087235467691130294144691258380,
        0.405845151377397166906606412076961,
        0.207784955007898467600689403773245,
    ];

    private static readonly double[] KronrodWeights =
    [
        0.022935322010529224963732008058970,
        0.063092092629978553290700663189204,
        0.104790010322250183839876322541518,
        0.140653259715525918745189590510238,
        0.169004726639267902826583426598550,
        0.190350578064785409913256402421014,
        0.204432940075298892414161999234649,
        0.209482141084727828012999174891714,
    ];

    private static readonly double[] GaussWeights =
    [
        0,
        0.129484966168869693270611432679082,
        0,
        0.279705391489276667901467771423780,
        0,
        0.381830050505118944950369775488975,
        0,
        0.417959183673469387755102040816327,
    ];

    /// <summary>Where to evaluate.</summary>
    public static double[] Nodes { get; } =
    [
        .. Positive.Select(x => (1 - x) / 2),
        0.5,
        .. Positive.Reverse().Select(x => (1 + x) / 2),
    ];

    /// <summary>The weights of the better estimate, exact for polynomials up to degree 22.</summary>
    public static double[] Kronrod { get; } = Mirror(KronrodWeights);

    /// <summary>The weights of the other, exact up to degree 13; 0 for points that it leaves out.</summary>
    public static double[] Gauss { get; } = Mirror(GaussWeights);

    private static double[] Mirror(double[] half) =>
        [.. half[..Middle].Select(w => w / 2), half[Middle] / 2, .. half[..Middle].Reverse().Select(w => w / 2)];
}
