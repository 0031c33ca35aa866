using Lit.Api;
using Lit.Api.Metrics;

namespace Lit.Metrics.Text;

/// <summary>
/// Compares two systems that write texts for the same references, by the tests that sacreBLEU reports.
/// </summary>
/// <remarks>
/// Both work on the sums that single texts add: every text is read once. P. Koehn: Statistical Significance Tests for
/// Machine Translation Evaluation (2004); S. Riezler, J. Maxwell: On Some Pitfalls in Automatic Evaluation and
/// Significance Testing for MT (2005). Without a difference the p-value is 1. Draws are those of
/// <see cref="SeededRandom"/>, equal for equal seeds.
/// </remarks>
public static class TextSystems
{
    /// <summary>
    /// Draws texts again, for both systems the same, and looks how far their difference strays from its mean.
    /// </summary>
    /// <param name="metric">The metric; its first score counts.</param>
    /// <param name="baseline">The texts of the baseline.</param>
    /// <param name="system">The texts of the system.</param>
    /// <param name="references">One for each.</param>
    /// <param name="options">How often to draw, the seed, and the level of intervals; null: 1000 times.</param>
    public static SystemComparison PairedBootstrap(
        TextMetric metric,
        ReadOnlySpan<string> baseline,
        ReadOnlySpan<string> system,
        ReadOnlySpan<string> references,
        IntervalOptions? options = null)
    {
        options ??= new();
        var sums = new SystemSums(metric, baseline, system, references);
        return sums.Bootstrap(Enumerable.Range(0, options.Resamples).Select(Draw), options.Level);

        int[] Draw(int trial)
        {
            var random = new SeededRandom(options.Seed, trial);
            int[] rows = new int[sums.Count];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = random.Next(sums.Count);
            }

            return rows;
        }
    }

    /// <summary>
    /// Exchanges texts of the two systems at random, and looks how often their difference is greater for it.
    /// </summary>
    /// <inheritdoc cref="PairedBootstrap" path="/param"/>
    public static SystemComparison ApproximateRandomization(
        TextMetric metric,
        ReadOnlySpan<string> baseline,
        ReadOnlySpan<string> system,
        ReadOnlySpan<string> references,
        IntervalOptions? options = null)
    {
        options ??= new();
        var sums = new SystemSums(metric, baseline, system, references);
        return sums.Randomize(Enumerable.Range(0, options.Resamples).Select(Draw));

        bool[] Draw(int trial)
        {
            var random = new SeededRandom(options.Seed, trial);
            bool[] keeps = new bool[sums.Count];
            for (int i = 0; i < keeps.Length; i++)
            {
                keeps[i] = (random.NextUInt32() & 1) == 0;
            }

            return keeps;
        }
    }
}
