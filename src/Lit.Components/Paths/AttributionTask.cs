using System.Runtime.InteropServices;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>One example to be explained: the function of its input and what is known about its numbers.</summary>
internal sealed class AttributionTask
{
    /// <summary>The target as a function of the input.</summary>
    public required PathFunction Function { get; init; }

    /// <summary>What the numbers are.</summary>
    public required GradientInput Input { get; init; }

    /// <summary>The numbers of the example.</summary>
    public required double[] Values { get; init; }

    /// <summary>The parts of the input that get a score each.</summary>
    public required ScoredParts Parts { get; init; }

    /// <summary>Makes numbers of a baseline that the model knows.</summary>
    public required Func<Baseline, CancellationToken, ValueTask<double[]>> Numbers { get; init; }

    /// <summary>Where the pixels stand; null for an input that is no image.</summary>
    public PixelGrid? Grid { get; init; }

    /// <summary>The text of the example; null for an input that is no text.</summary>
    public TokenizedText? Text { get; init; }

    /// <summary>Reads the embeddings of the vocabulary; null where the model shows none.</summary>
    public Func<CancellationToken, ValueTask<EmbeddingTable>>? Vocabulary { get; init; }

    /// <summary>How many numbers a token has.</summary>
    public int TokenWidth => Text is { Tokens.Count: > 0 and var count } ? Values.Length / count : Values.Length;

    /// <summary>
    /// The random numbers of one draw: they depend on the seed, the draw and the numbers of the example alone.
    /// </summary>
    public SeededRandom Random(long seed, long draw) => new(unchecked(seed + (long)Fingerprint()), draw);

    /// <summary>The numbers of a baseline for a point.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="input">The point: the example's own numbers, or some near them.</param>
    /// <param name="draw">Which of several draws of a random baseline is meant.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async ValueTask<double[]> StartAsync(
        Baseline baseline, ReadOnlyMemory<double> input, long draw, CancellationToken cancellationToken)
    {
        switch (baseline)
        {
            case BlurredBaseline { Sigma: var sigma }:
                double[] blurred = new double[input.Length];
                GaussianBlur.Blur(input.Span, RequireGrid(), sigma, blurred);
                return blurred;
            case UniformBaseline { Low: var low, High: var high, Seed: var seed }:
                SeededRandom uniform = Random(seed, draw);
                return [.. Values.Select(_ => low + ((high - low) * uniform.NextDouble()))];
            case NoiseBaseline { StandardDeviation: var deviation, Seed: var seed }:
                SeededRandom normal = Random(seed, draw);
                return [.. input.ToArray().Select(x => x + (deviation * normal.NextNormal()))];
            default:
                return await Numbers(baseline, cancellationToken).ConfigureAwait(false);
        }
    }

    public PixelGrid RequireGrid() => Grid ?? throw new LitException(
        $"Expected '{Input.Name}' to hold the pixels of an image, which can be blurred; found {Input.Kind}.");

    /// <summary>A number that equal inputs share.</summary>
    private ulong Fingerprint()
    {
        ulong hash = 14695981039346656037;
        foreach (byte part in MemoryMarshal.AsBytes<double>(Values))
        {
            hash = (hash ^ part) * 1099511628211;
        }

        return hash;
    }
}
