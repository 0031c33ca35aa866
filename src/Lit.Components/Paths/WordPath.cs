using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>
/// Discretised integrated gradients, for texts: every token goes from its baseline to its embedding by way of other
/// words.
/// </summary>
/// <remarks>
/// <para>
/// The points of a straight path lie between words, where a model was never trained. Here every point lies near a word:
/// from a word the path goes to one of its nearest neighbours, changed in as few numbers as it takes to come closer to
/// the baseline in every one of them. Scores sum to the difference of the target up to the error of the rule between
/// words, which <see cref="PointsBetween"/> lowers.
/// </para>
/// <para>
/// Needs a model that shows the embeddings of its vocabulary (<see cref="Api.IEmbeddingTable"/>). Each step of each
/// token looks through the vocabulary. After Sanyal and Ren, "Discretized Integrated Gradients for Explaining Language
/// Models", EMNLP 2021.
/// </para>
/// </remarks>
public sealed record WordPath : AttributionMethod
{
    /// <inheritdoc />
    public override string Name => "Discretized IG";

    /// <summary>Where tokens come from; those of the model's template stay if it is a token.</summary>
    /// <value><see cref="Api.Attribution.Baseline.Padding"/> by default.</value>
    public Api.Attribution.Baseline Baseline { get; init; } = Api.Attribution.Baseline.Padding;

    /// <summary>How many words a path goes through, its ends included.</summary>
    /// <value>30 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int Steps
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 2 steps.");
    } = 30;

    /// <summary>How many gradients are taken between two words.</summary>
    /// <value>0 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0.</exception>
    public int PointsBetween
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected no fewer than 0 points.");
    }

    /// <summary>Among how many nearest neighbours the next word is chosen.</summary>
    /// <value>500 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Neighbours
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected at least 1 neighbour.");
    } = 500;

    /// <summary>How the next word is chosen.</summary>
    /// <value><see cref="WordChoice.Greedy"/> by default.</value>
    public WordChoice Choice { get; init; }

    internal override IEnumerable<SpecMismatch> Check(Api.Attribution.GradientInput input) => input.IsPerToken
        ? []
        : [new SpecMismatch(input.Name, "the embeddings of tokens", $"{input.Kind}")];

    internal override async ValueTask<PathSum> RunAsync(
        AttributionTask task, ReadOnlyMemory<double> input, CancellationToken cancellationToken)
    {
        if (task.Vocabulary is null || task.Text is not { } text)
        {
            throw new LitException(
                "Expected a model that shows the embeddings of its vocabulary, so that paths can go by way of words; "
                + $"found none for '{task.Input.Name}'.");
        }

        double[] start = await task.StartAsync(Baseline, input, 0, cancellationToken).ConfigureAwait(false);
        var table = await task.Vocabulary(cancellationToken).ConfigureAwait(false);
        if (table.Vectors.Lengths[1] != task.TokenWidth)
        {
            throw new LitException(
                $"Expected vectors of {task.TokenWidth} numbers in the vocabulary, as '{task.Input.Name}' has; found "
                + $"{table.Vectors.Lengths[1]}.");
        }

        var walk = new WordWalk(new WordNeighbourhood(table, Neighbours), Choice, Steps);
        double[][] points = new double[Steps][];
        for (int k = 0; k < Steps; k++)
        {
            points[k] = new double[input.Length];
        }

        for (int t = 0; t < text.Tokens.Count; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int at = t * task.TokenWidth;
            double[][] word = walk.Between(
                start.AsSpan(at, task.TokenWidth), input.Span.Slice(at, task.TokenWidth), text.Tokens[t].Text);
            for (int k = 0; k < Steps; k++)
            {
                word[k].CopyTo(points[k], at);
            }
        }

        return await PolygonalLine.IntegrateAsync(task.Function, points, PointsBetween, cancellationToken)
            .ConfigureAwait(false);
    }
}

/// <summary>How a <see cref="WordPath"/> chooses the next word.</summary>
public enum WordChoice
{
    /// <summary>The one that has to be changed least to come closer to the baseline in every number.</summary>
    Greedy,

    /// <summary>The one that comes closer to the baseline in the most numbers by itself.</summary>
    MaxCount,
}
