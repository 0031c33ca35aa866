using Lit.Api;
using Lit.Api.Metrics;
using Lit.Api.Metrics.Distributions;
using Lit.Metrics.Significance;
using Lit.Types;

namespace Lit.Metrics.Fairness;

/// <summary>Differences of any score between the values of a facet.</summary>
public static class FacetGaps
{
    extension(EvaluationResult evaluation)
    {
        /// <summary>The score of each value of a facet against that of all other examples.</summary>
        /// <param name="score">The name of the score, such as <c>accuracy</c>.</param>
        /// <param name="facet">A field that the evaluation was asked to facet by, and that gives each example one value.</param>
        /// <param name="minimumSupport">Values with fewer examples are left out, and so not looked at.</param>
        /// <param name="intervals">How the uncertainty is found; null: 95 % from 1000 resamples.</param>
        /// <returns>
        /// The greatest distance first. P-values rest on the spread of the resamples, and are corrected as by Benjamini and Hochberg.
        /// </returns>
        /// <exception cref="LitException">There is no such score or facet.</exception>
        public IReadOnlyList<FacetGap> GapsBy(
            string facet, string score, int minimumSupport = 30, IntervalOptions? intervals = null)
        {
            ArgumentNullException.ThrowIfNull(evaluation);
            intervals ??= new();
            _ = evaluation[score];
            FieldEvaluation field = evaluation.Fields.First(own => own.Values.Any(value => value.Name == score));
            FacetEvaluation[] parts = [.. field.Facets.Where(part => part.Field == facet)];
            if (parts.Length == 0)
            {
                throw new LitException(
                    $"Expected one of the facets {string.Join(", ", field.Facets.Select(part => part.Field).Distinct())}; found '{facet}'.");
            }

            List<FacetGap> gaps = [];
            foreach (FacetEvaluation part in parts.Where(part => part.Examples >= minimumSupport && part.Examples < field.Examples))
            {
                MetricState rest = field.Metric.CreateState(field.Fields);
                foreach (FacetEvaluation other in parts.Where(other => other != part))
                {
                    rest.Merge(other.State);
                }

                gaps.Add(Gap(part, Score(part.State, score, intervals), Score(rest, score, intervals with { Seed = intervals.Seed + 1 }), intervals));
            }

            double[] known = [.. gaps.Select(gap => double.IsNaN(gap.PValue) ? 1 : gap.PValue)];
            double[] corrected = MultipleTesting.BenjaminiHochberg(known);
            return
            [
                .. gaps.Select((gap, i) => double.IsNaN(gap.PValue) ? gap : gap with { PValue = corrected[i] })
                    .OrderByDescending(gap => Math.Abs(gap.Difference.Value)),
            ];
        }
    }

    private static MetricValue Score(MetricState state, string score, IntervalOptions intervals)
        => state.Compute(intervals).FirstOrDefault(value => value.Name == score)
            ?? new(score, double.NaN, state.Count) { Reason = "no examples" };

    private static FacetGap Gap(FacetEvaluation part, MetricValue own, MetricValue rest, IntervalOptions intervals)
    {
        // Both are drawn apart: any resample of one goes with any of the other.
        double[] first = [.. own.Resamples], second = [.. rest.Resamples];
        new SeededRandom(intervals.Seed, 1).Shuffle<double>(first);
        new SeededRandom(intervals.Seed, 2).Shuffle<double>(second);
        double difference = own.Value - rest.Value;
        double error = Math.Sqrt(Variance(first) + Variance(second));
        var gap = new MetricValue($"{own.Name} difference", difference, own.Support)
        {
            Resamples = [.. first.Zip(second, (a, b) => a - b)],
            Level = intervals.Level,
            Reason = own.Reason ?? rest.Reason,
        };
        double p = difference == 0 ? 1 : double.IsNaN(difference) || first.Length < 2 ? double.NaN : Normal.TwoSided(difference / error);
        return new(part.Field, part.Value, own, rest, gap, own.Value / rest.Value, p);
    }

    private static double Variance(double[] values)
    {
        double mean = values.Length == 0 ? double.NaN : values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
