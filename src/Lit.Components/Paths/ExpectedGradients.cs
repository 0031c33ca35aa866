using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>
/// Expected gradients: integrated gradients over a distribution of baselines, one point of one path for each draw.
/// </summary>
/// <remarks>
/// <para>
/// The mean over draws of a baseline b, a place t on the path and noise: ∇f(b + t(x − b)) ⊙ (x − b). It is an estimate
/// of Shapley values where features are independent. Scores sum to the difference between the target at the input and
/// its mean over the baselines, within the standard errors that every result states.
/// </para>
/// <para>
/// After Erion et al., "Improving performance of deep learning models with axiomatic attribution priors and expected
/// gradients", 2021; with <see cref="NoiseStandardDeviation"/> it is GradientShap of Lundberg and Lee.
/// </para>
/// </remarks>
public sealed record ExpectedGradients : AttributionMethod
{
    /// <inheritdoc />
    public override string Name => "Expected Gradients";

    /// <summary>
    /// The distribution: each is as likely. Give the examples of a data set as <see cref="Baseline.Of"/>.
    /// </summary>
    /// <value>Zero alone by default.</value>
    /// <exception cref="ArgumentException">There is none.</exception>
    public ValueList<Baseline> Baselines
    {
        get;
        init => field = value.Count > 0
            ? value
            : throw new ArgumentException("Expected at least one baseline; found none.", nameof(value));
    } = [Baseline.Zero];

    /// <summary>How many gradients are drawn.</summary>
    /// <value>200 by default; at least 2, so that there is a standard error.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int Samples
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 2 samples.");
    } = 200;

    /// <summary>The standard deviation of normal noise on the input of each draw, in its unit.</summary>
    /// <value>0 by default: none.</value>
    public double NoiseStandardDeviation { get; init; }

    /// <summary>Equal seeds draw equal baselines, places and noise for equal examples.</summary>
    /// <value>0 by default.</value>
    public long Seed { get; init; }

    internal override async ValueTask<PathSum> RunAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken)
    {
        int size = task.Function.Size;
        var scores = new Moments(size);
        var parts = new Moments(task.Parts.Count);
        var starts = new Starts(this, task, input);
        int limit = Math.Max(1, task.Function.PointsAtATime / 2);
        for (int done = 0; done < Samples; done += limit)
        {
            int count = Math.Min(limit, Samples - done);
            double[] points = new double[count * size];
            double[] products = new double[count * size];
            for (int k = 0; k < count; k++)
            {
                SeededRandom random = task.Random(Seed, done + k);
                double[] start = await starts.DrawAsync(random, done + k, cancellationToken).ConfigureAwait(false);
                double fraction = random.NextDouble();
                var difference = products.AsSpan(k * size, size);
                TensorPrimitives.Subtract<double>(Noisy(input.Span, random), start, difference);
                TensorPrimitives.MultiplyAdd(difference, fraction, start, points.AsSpan(k * size, size));
            }

            PointValues found = await task.Function.EvaluateAsync(points, cancellationToken).ConfigureAwait(false);
            TensorPrimitives.Multiply<double>(found.Gradients, products, products);
            for (int k = 0; k < count; k++)
            {
                scores.Add(products.AsSpan(k * size, size));
                parts.Add(task.Parts.Sums<double>(products.AsSpan(k * size, size)));
            }

            await starts.EvaluateAsync(cancellationToken).ConfigureAwait(false);
        }

        PointValues end = await task.Function.EvaluateAsync(input, cancellationToken).ConfigureAwait(false);
        return new PathSum(scores.Mean)
        {
            ValueAtInput = end.Values[0],
            ValueAtBaseline = NoiseStandardDeviation > 0 ? null : starts.Mean,
            StandardErrors = parts.StandardErrors,
        };
    }

    private double[] Noisy(ReadOnlySpan<double> input, SeededRandom random)
    {
        double[] noisy = input.ToArray();
        for (int i = 0; NoiseStandardDeviation > 0 && i < noisy.Length; i++)
        {
            noisy[i] += NoiseStandardDeviation * random.NextNormal();
        }

        return noisy;
    }

    /// <summary>The baselines that were drawn, and the mean of the target over the draws.</summary>
    private sealed class Starts(ExpectedGradients method, AttributionTask task, ReadOnlyMemory<double> input)
    {
        private readonly double[]?[] _known = new double[]?[method.Baselines.Count];
        private readonly int[] _times = new int[method.Baselines.Count];
        private readonly List<(double[] Point, int? Known)> _open = [];
        private readonly Dictionary<int, double> _values = [];
        private double _sumOfOthers;

        public double Mean =>
            (_values.OrderBy(value => value.Key).Sum(value => value.Value * _times[value.Key]) + _sumOfOthers)
            / method.Samples;

        public async ValueTask<double[]> DrawAsync(SeededRandom random, int draw, CancellationToken cancellationToken)
        {
            int chosen = random.Next(_known.Length);
            Baseline baseline = method.Baselines[chosen];
            if (baseline is UniformBaseline or NoiseBaseline)
            {
                double[] fresh = await task.StartAsync(baseline, input, draw, cancellationToken).ConfigureAwait(false);
                _open.Add((fresh, null));
                return fresh;
            }

            _times[chosen]++;
            if (_known[chosen] is not { } start)
            {
                start = await task.StartAsync(baseline, input, 0, cancellationToken).ConfigureAwait(false);
                _known[chosen] = start;
                _open.Add((start, chosen));
            }

            return start;
        }

        /// <summary>Evaluates the target at the baselines that are new.</summary>
        public async ValueTask EvaluateAsync(CancellationToken cancellationToken)
        {
            if (_open.Count == 0)
            {
                return;
            }

            PointValues found = await task.Function
                .EvaluateAsync(_open.SelectMany(open => open.Point).ToArray(), cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < _open.Count; i++)
            {
                if (_open[i].Known is { } known)
                {
                    _values[known] = found.Values[i];
                }
                else
                {
                    _sumOfOthers += found.Values[i];
                }
            }

            _open.Clear();
        }
    }
}
