using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>
/// Sequential integrated gradients: each token, or each feature of a row, moves alone from its baseline while all
/// others stay as they are.
/// </summary>
/// <remarks>
/// So every point of the path is a text with one strange token instead of strange tokens throughout. The score of a
/// token is the change of the target when it comes back to its place, within
/// <see cref="SalienceResult.ErrorEstimate"/>; scores do not sum to the difference between input and baseline. Costs
/// one path for each token. After Enguehard, "Sequential Integrated Gradients", Findings of ACL 2023.
/// </remarks>
public sealed record SequentialPath : AttributionMethod
{
    /// <inheritdoc />
    public override string Name => "Sequential IG";

    /// <summary>What a token moves from; for texts the paper takes the mask token.</summary>
    /// <value><see cref="Api.Attribution.Baseline.Zero"/> by default.</value>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>Where on each path the gradient is taken.</summary>
    /// <value>Gauss-Legendre with 10 points by default.</value>
    public QuadratureRule Rule { get; init; } = Quadrature.GaussLegendre(10);

    internal override IEnumerable<SpecMismatch> Check(GradientInput input) => input.Image is null
        ? []
        :
        [
            new SpecMismatch(
                input.Name, "tokens or a row of numbers that can move one by one", "the pixels of an image"),
        ];

    internal override async ValueTask<PathSum> RunAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken)
    {
        double[] start = await task.StartAsync(Baseline, input, 0, cancellationToken).ConfigureAwait(false);
        double[] scores = new double[input.Length];
        double? value = null;
        double worst = 0;
        foreach (var part in Enumerable.Range(0, input.Length).GroupBy(task.Parts.PartOf))
        {
            double[] alone = input.ToArray();
            foreach (int i in part)
            {
                alone[i] = start[i];
            }

            if (alone.AsSpan().SequenceEqual(input.Span))
            {
                continue;
            }

            PathSum path = await StraightLine.IntegrateAsync(task.Function, alone, input, Rule, cancellationToken)
                .ConfigureAwait(false);
            foreach (int i in part)
            {
                scores[i] = path.Scores[i];
            }

            value = path.ValueAtInput;
            worst = Math.Max(
                worst, Math.Abs(path.Scores.Sum() - (path.ValueAtInput!.Value - path.ValueAtBaseline!.Value)));
        }

        return new PathSum(scores) { ValueAtInput = value, ErrorEstimate = worst };
    }
}
