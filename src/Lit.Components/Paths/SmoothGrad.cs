using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>Another method on many noisy copies of the input, whose scores are put together.</summary>
/// <remarks>
/// Takes as many times the gradients of the method inside. The mean states its standard errors. After Smilkov et al.,
/// "SmoothGrad: removing noise by adding noise", 2017; squares after Hooker et al., "A Benchmark for Interpretability
/// Methods in Deep Neural Networks", NeurIPS 2019; the variance after Adebayo et al., "Sanity Checks for Saliency
/// Maps", NeurIPS 2018.
/// </remarks>
public sealed record SmoothGrad : AttributionMethod
{
    /// <inheritdoc />
    public override string Name => Aggregate switch
    {
        NoiseAggregate.Mean => $"SmoothGrad of {Method.Name}",
        NoiseAggregate.MeanOfSquares => $"SmoothGrad² of {Method.Name}",
        _ => $"VarGrad of {Method.Name}",
    };

    /// <summary>The method inside.</summary>
    /// <value><see cref="PlainGradient"/> by default.</value>
    public AttributionMethod Method { get; init; } = new PlainGradient();

    /// <summary>What becomes of the scores.</summary>
    /// <value><see cref="NoiseAggregate.Mean"/> by default.</value>
    public NoiseAggregate Aggregate { get; init; }

    /// <summary>How many noisy copies there are.</summary>
    /// <value>25 by default; at least 2, so that there is a standard error.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int Samples
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 2 samples.");
    } = 25;

    /// <summary>
    /// The standard deviation of the noise as a part of the range of the input, its greatest less its least number.
    /// </summary>
    /// <value>0.15 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0 or not a number.</exception>
    public double NoiseLevel
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a part of the range, at least 0.");
    } = 0.15;

    /// <summary>
    /// The standard deviation of the noise in the unit of the input, in place of <see cref="NoiseLevel"/>.
    /// </summary>
    /// <value>Null by default.</value>
    public double? StandardDeviation { get; init; }

    /// <summary>
    /// The standard deviation of the noise of each number of the input in its own unit, in place of the other two; for
    /// rows of features of different units.
    /// </summary>
    /// <value>Empty by default.</value>
    public ValueList<double> StandardDeviations { get; init; } = [];

    /// <summary>Equal seeds draw equal noise for equal examples.</summary>
    /// <value>0 by default.</value>
    public long Seed { get; init; }

    internal override bool Signed => Aggregate == NoiseAggregate.Mean && Method.Signed;

    internal override IEnumerable<SpecMismatch> Check(GradientInput input) => Method.Check(input);

    internal override async ValueTask<PathSum> RunAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken)
    {
        double[] deviations = Deviations(task, input.Span);
        Moments? scores = null;
        var parts = new Moments(task.Parts.Count);
        int limit = task.Function.PointsAtATime;
        for (int done = 0; done < Samples; done += limit)
        {
            int count = Math.Min(limit, Samples - done);
            double[][] noisy =
            [
                .. Enumerable.Range(done, count).Select(k => Noisy(input.Span, task.Random(Seed, k), deviations)),
            ];
            foreach (PathSum sum in await Method.RunAsync(task, noisy, cancellationToken).ConfigureAwait(false))
            {
                double[] vector = Aggregate == NoiseAggregate.MeanOfSquares
                    ? [.. sum.Scores.Select(score => score * score)]
                    : sum.Scores;
                (scores ??= new Moments(vector.Length)).Add(vector);
                parts.Add(task.Parts.Sums<double>(vector));
            }
        }

        return new PathSum(Aggregate == NoiseAggregate.Variance ? scores!.Variance : scores!.Mean)
        {
            StandardErrors = Aggregate == NoiseAggregate.Variance ? null : parts.StandardErrors,
        };
    }

    private static double[] Noisy(ReadOnlySpan<double> input, SeededRandom random, double[] deviations)
    {
        double[] noisy = input.ToArray();
        for (int i = 0; i < noisy.Length; i++)
        {
            noisy[i] += deviations[i] * random.NextNormal();
        }

        return noisy;
    }

    private double[] Deviations(AttributionTask task, ReadOnlySpan<double> input)
    {
        if (StandardDeviations.Count > 0)
        {
            return StandardDeviations.Count == input.Length
                ? [.. StandardDeviations]
                : throw new LitException(
                    $"Expected a standard deviation for each of the {input.Length} numbers of '{task.Input.Name}'; "
                    + $"found {StandardDeviations.Count}.");
        }

        double[] equal = new double[input.Length];
        equal.AsSpan().Fill(StandardDeviation ?? (NoiseLevel * Range(input)));
        return equal;
    }

    private static double Range(ReadOnlySpan<double> input)
    {
        double least = double.PositiveInfinity;
        double greatest = double.NegativeInfinity;
        foreach (double number in input)
        {
            least = Math.Min(least, number);
            greatest = Math.Max(greatest, number);
        }

        return input.IsEmpty ? 0 : greatest - least;
    }
}
