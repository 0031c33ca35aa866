using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>Integrates the gradients of a model that takes embeddings as input and returns their gradients.</summary>
/// <remarks>
/// The points of all paths of a window go to the model as one stream, made as the model reads them, so that its own
/// batches
/// bound the memory.
/// </remarks>
internal sealed class ConventionPath(
    Model model, IReadOnlyList<GradientField> fields, IntegratedGradientsConfig config, SalienceResult blank)
{
    /// <summary>LIT's name for the examples on a path.</summary>
    private const string Source = "IG";

    public async Task<List<SalienceResult>> RunAsync(
        IReadOnlyList<Example> window, int steps, CancellationToken cancellationToken)
    {
        QuadratureRule rule = config.Rule(steps);
        var outputs = await PointwiseGradients.PredictAsync(model, window, cancellationToken).ConfigureAwait(false);
        Path[] paths = [.. window.Select((example, i) => Start(example, outputs[i]))];

        // The value at the baseline takes one more point, unless the rule starts there.
        bool needsBaseline = rule.Nodes[0] != 0;
        double[] fractions = needsBaseline ? [0, .. rule.Nodes] : [.. rule.Nodes];
        double[] weights = needsBaseline ? [0, .. rule.Weights] : [.. rule.Weights];

        var points = paths.SelectMany(path => fractions.Select(path.PointAt));
        int point = 0;
        await foreach (var output in model.PredictAsync(points, cancellationToken).ConfigureAwait(false))
        {
            int at = point % fractions.Length;
            if (point / fractions.Length < paths.Length)
            {
                paths[point / fractions.Length].Add(output, weights[at], isBaseline: at == 0);
            }

            point++;
        }

        return point == paths.Length * fractions.Length
            ? [.. paths.Select(path => Finish(path, 1 + fractions.Length))]
            : throw new LitException(
                $"Model '{model.Name}': expected {paths.Length * fractions.Length} predictions, one for each point, "
                + $"found {point}.");
    }

    private Path Start(Example example, Example output)
    {
        string key = fields[0].TargetKey!;
        var target = config.LitCompatible
            ? ConventionTarget.ResolveLikeLit(model.OutputSpec, key, config.ClassToExplain, example, output)
            : ConventionTarget.Resolve(model.OutputSpec, key, Scaled(config), example, output);
        return new Path(target.Tell(example, Source), target, target.ValueIn(output), [.. fields.Select(field =>
        {
            var tokens = ConventionOutput.Tokens(output, field);
            float[] embeddings = ConventionOutput.Matrix(output, field.Embeddings!, tokens.Count);
            float[] baseline = BaselineOf(embeddings.Length, tokens.Count);
            TensorPrimitives.Subtract(embeddings, baseline, embeddings);
            return new Segment(
                field,
                ConventionText.Of(model.OutputSpec, field.Tokens, tokens, example),
                baseline,
                embeddings,
                new double[tokens.Count]);
        })]);
    }

    /// <summary>
    /// A class by name alone leaves the scale to the model, which by LIT's example is the probability.
    /// </summary>
    private static Target? Scaled(IntegratedGradientsConfig config)
        => config.Target ?? (config.ClassToExplain.Length > 0 ? Target.Probability(config.ClassToExplain) : null);

    private float[] BaselineOf(int length, int tokens)
    {
        float[] baseline = new float[length];
        if (config.Baseline is ConstantBaseline { Values: var values })
        {
            if (tokens > 0 && values.FlattenedLength != length / tokens)
            {
                throw new LitException(
                    $"Expected a baseline of shape [{length / tokens}], one embedding; "
                    + $"found [{string.Join(", ", values.Lengths.ToArray())}].");
            }

            float[] row = new float[values.FlattenedLength];
            values.FlattenTo(row);
            for (int t = 0; t < tokens; t++)
            {
                row.CopyTo(baseline, t * row.Length);
            }
        }
        else if (config.Baseline is not ZeroBaseline)
        {
            throw new LitException(
                $"Baseline {config.Baseline.GetType().Name}: model '{model.Name}' takes embeddings as they are; "
                + "use Baseline.Zero or Baseline.Constant with one embedding.");
        }

        return baseline;
    }

    private SalienceResult Finish(Path path, int evaluations)
    {
        double[] shares = [.. path.Segments.SelectMany(segment => segment.Scores)];
        if (config is { Normalize: true, LitCompatible: true })
        {
            SalienceScaling.NormalizeLikeLit(shares);
        }
        else if (config.Normalize)
        {
            SalienceScaling.Normalize(shares);
        }

        List<TextSalience> texts = [];
        foreach (Segment segment in path.Segments)
        {
            var part = shares.AsSpan(texts.Sum(text => text.Tokens.Count), segment.Scores.Length);
            texts.Add(new TextSalience(segment.Field.Gradients, segment.Text, segment.Scores, part));
        }

        return blank with
        {
            Target = path.Target.Resolved,
            ValueAtInput = path.ValueAtInput,
            ValueAtBaseline = path.ValueAtBaseline,
            Evaluations = evaluations,
            Texts = new(texts),
        };
    }

    /// <summary>The tokens of one field on their way from the baseline.</summary>
    private sealed record Segment(
        GradientField Field, TokenizedText Text, float[] Baseline, float[] Difference, double[] Scores);

    /// <summary>The path of one example.</summary>
    private sealed class Path(Example start, ConventionTarget target, double? valueAtInput, Segment[] segments)
    {
        public ConventionTarget Target => target;

        public Segment[] Segments => segments;

        public double? ValueAtInput => valueAtInput;

        public double? ValueAtBaseline { get; private set; }

        public Example PointAt(double fraction) => start.With(
            segments.Select(segment => KeyValuePair.Create(
                segment.Field.Embeddings!, (object?)Embeddings(segment, (float)fraction))),
            Source);

        public void Add(Example output, double weight, bool isBaseline)
        {
            if (isBaseline)
            {
                ValueAtBaseline = target.ValueIn(output);
            }

            foreach (Segment segment in segments)
            {
                float[] gradients = ConventionOutput.Matrix(output, segment.Field.Gradients, segment.Scores.Length);
                if (gradients.Length != segment.Difference.Length)
                {
                    throw new LitException(
                        $"Field '{segment.Field.Gradients}': expected {segment.Difference.Length} numbers, as many as "
                        + $"'{segment.Field.Embeddings}' has; found {gradients.Length}.");
                }

                if (weight != 0)
                {
                    TokenScoring.AddDots<float>(gradients, segment.Difference, weight, segment.Scores);
                }
            }
        }

        private static Tensor<float> Embeddings(Segment segment, float fraction)
        {
            float[] values = new float[segment.Difference.Length];
            TensorPrimitives.MultiplyAdd(segment.Difference, fraction, segment.Baseline, values);
            int tokens = segment.Scores.Length;
            return Tensor.Create(values, [tokens, tokens == 0 ? 0 : values.Length / tokens]);
        }
    }
}
