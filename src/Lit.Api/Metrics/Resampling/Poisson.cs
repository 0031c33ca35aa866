namespace Lit.Api.Metrics.Resampling;

/// <summary>Poisson variables of mean 1 from sixteen random bits.</summary>
internal static class Poisson
{
    /// <summary>65536 times the chance of at most k.</summary>
    private static ReadOnlySpan<int> Bounds => [24109, 48219, 60273, 64292, 65296, 65497, 65531, 65535];

    /// <summary>How often an example counts; chances are right to 10⁻⁵.</summary>
    public static int FromBits(ushort bits)
    {
        int times = 0;
        while (times < Bounds.Length && bits >= Bounds[times])
        {
            times++;
        }

        return times;
    }
}
