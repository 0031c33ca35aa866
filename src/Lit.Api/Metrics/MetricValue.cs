using System.Globalization;
using Lit.Api.Metrics.Distributions;
using Lit.Api.Metrics.Resampling;
using Lit.Api.Reporting;

namespace Lit.Api.Metrics;

/// <summary>One score, how sure it is, and what it rests on.</summary>
/// <param name="Name">The name of the score, a key of its metric's meta-spec.</param>
/// <param name="Value">The score; NaN where it is not defined, with the reason in <see cref="Reason"/>.</param>
/// <param name="Support">How many examples it rests on.</param>
public sealed record MetricValue(string Name, double Value, long Support)
{
    private double[] _resamples = [];

    /// <summary>Why the score is not defined, or what to mind about it; null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>How <see cref="LowerBound"/> and <see cref="UpperBound"/> follow from the resampled scores.</summary>
    public IntervalMethod Method { get; init; }

    /// <summary>The least and the greatest value the score can take; bounds stay between them.</summary>
    /// <value>From −∞ to ∞ by default.</value>
    public (double Least, double Greatest) Range { get; init; } = (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>How fast the standard error of the score changes with it; only <see cref="IntervalMethod.Accelerated"/> asks for it.</summary>
    /// <value>0 by default.</value>
    public double Acceleration { get; init; }

    /// <summary>How far at most the score is from the exact one; above 0 for a score of a summary of the examples.</summary>
    /// <value>0 by default.</value>
    public double ErrorBound { get; init; }

    /// <summary>Whether the score is a whole number that counts something.</summary>
    public bool IsCount { get; init; }

    /// <summary>Whether LIT's answer lists the score; false for one that LIT leaves out where it is not defined.</summary>
    /// <value>True by default.</value>
    public bool IsOnWire { get; init; } = true;

    /// <summary>The level of <see cref="Lower"/> and <see cref="Upper"/>, in (0, 1).</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>The lower end of the interval at <see cref="Level"/>; NaN when there is none.</summary>
    public double Lower => LowerBound(Level);

    /// <summary>The upper end of the interval at <see cref="Level"/>; NaN when there is none.</summary>
    public double Upper => UpperBound(Level);

    /// <summary>Whether the score has an interval.</summary>
    public bool HasInterval => _resamples.Length > 0;

    /// <summary>The score of each resample, ascending; empty when nothing was resampled. NaN is left out.</summary>
    public IReadOnlyList<double> Resamples
    {
        get => _resamples;
        init
        {
            _resamples = [.. value.Where(score => !double.IsNaN(score))];
            Array.Sort(_resamples);
        }
    }

    /// <summary>The lower end of the interval that holds the true score with the chance <paramref name="level"/>.</summary>
    /// <param name="level">In (0, 1), such as 0.95.</param>
    /// <returns>NaN when nothing was resampled.</returns>
    public double LowerBound(double level) => Bound((1 - Checked(level)) / 2);

    /// <summary>The upper end of that interval.</summary>
    /// <inheritdoc cref="LowerBound"/>
    public double UpperBound(double level) => Bound((1 + Checked(level)) / 2);

    /// <summary>The score, its interval and the reason: <c>accuracy 0.900 [0.856, 0.938] of 200</c>.</summary>
    public override string ToString()
    {
        string interval = HasInterval ? $" [{ReportNumber.Format(Lower)}, {ReportNumber.Format(Upper)}]" : "";
        string reason = Reason is null ? "" : $" ({Reason})";
        return $"{Name} {ReportNumber.Format(Value)}{interval} of {Support.ToString(CultureInfo.InvariantCulture)}{reason}";
    }

    /// <summary>Equal when all that is told is equal: resamples one by one, NaN as equal to itself.</summary>
    public bool Equals(MetricValue? other)
        => other is not null && Name == other.Name && Value.Equals(other.Value) && Support == other.Support
            && Reason == other.Reason && Method == other.Method && Level.Equals(other.Level)
            && Range == other.Range && Acceleration.Equals(other.Acceleration) && ErrorBound.Equals(other.ErrorBound)
            && _resamples.AsSpan().SequenceEqual(other._resamples);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Value, Support, Reason);

    private static double Checked(double level)
        => level is > 0 and < 1
            ? level
            : throw new ArgumentOutOfRangeException(nameof(level), level, "Expected a level between 0 and 1.");

    private double Bound(double share)
    {
        if (!HasInterval)
        {
            return double.NaN;
        }

        double bound = Method switch
        {
            IntervalMethod.Basic => (2 * Value) - Quantile.Of(_resamples, 1 - share),
            IntervalMethod.Accelerated when Corrected(share) is var corrected => double.IsNaN(corrected)
                ? double.NaN
                : Quantile.Of(_resamples, corrected),
            _ => Quantile.Of(_resamples, share),
        };
        return Math.Clamp(bound, Range.Least, Range.Greatest);
    }

    /// <summary>The share moved by how far the resamples lie to one side of the score, and by the acceleration.</summary>
    private double Corrected(double share)
    {
        double below = 0;
        foreach (double score in _resamples)
        {
            below += score < Value ? 1 : score == Value ? 0.5 : 0;
        }

        double bias = Normal.Quantile(below / _resamples.Length), moved = bias + Normal.Quantile(share);
        return Normal.Cdf(bias + (moved / (1 - (Acceleration * moved))));
    }
}
