using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>Makes one score a token of its gradient and its embedding.</summary>
/// <param name="gradients">Shape <c>[tokens, width]</c>, row after row.</param>
/// <param name="embeddings">In the same shape; empty when the method needs none.</param>
/// <param name="scores">One for each token, zero at first.</param>
internal delegate void TokenScorer(ReadOnlySpan<float> gradients, ReadOnlySpan<float> embeddings, Span<double> scores);

/// <summary>Runs methods that need one gradient for each example.</summary>
internal sealed class PointwiseGradients(
    SalienceConfig config, TokenScorer scorer, SalienceResult blank, Action<Span<double>> normalize)
{
    /// <summary>Asks a model that computes gradients itself.</summary>
    public async Task<List<SalienceResult>> RunAsync(
        IGradientModel model, IReadOnlyList<Example> window, CancellationToken cancellationToken)
    {
        var request = new GradientRequest
        {
            Target = config.Target ?? Target.Predicted,
            Input = GradientInputs.NameOf(model, config),
        };
        List<SalienceResult> results = [];
        await foreach (var gradient in model.GradientsAsync(window, request, cancellationToken).ConfigureAwait(false))
        {
            var text = GradientInputs.TextOf(gradient.Input, gradient.Text);
            float[] gradients = new float[gradient.Gradients.FlattenedLength];
            float[] values = new float[gradient.Values.FlattenedLength];
            gradient.Gradients.FlattenTo(gradients);
            gradient.Values.FlattenTo(values);
            results.Add(blank with
            {
                Target = gradient.Target,
                ValueAtInput = gradient.Value,
                Evaluations = 1,
                Texts = [Score(gradient.Input.Name, text, gradients, values)],
            });
        }

        return results;
    }

    /// <summary>Reads the gradients out of the predictions of a model that follows the convention.</summary>
    public async Task<List<SalienceResult>> RunAsync(
        Model model,
        IReadOnlyList<GradientField> fields,
        IReadOnlyList<Example> window,
        CancellationToken cancellationToken)
    {
        List<Example> outputs = await PredictAsync(model, window, cancellationToken).ConfigureAwait(false);
        ConventionTarget?[] targets = new ConventionTarget?[window.Count];
        List<int> again = [];
        List<Example> retargeted = [];
        for (int i = 0; i < window.Count && !config.LitCompatible; i++)
        {
            var target = targets[i] = ConventionTarget.Resolve(
                model.OutputSpec, fields[0].TargetKey, config.Target, window[i], outputs[i]);

            // Without a label in the example the model explains its own prediction.
            bool isOwnChoice = target.Resolved?.Target is ClassTarget { OfClass: var choice }
                && choice == ClassChoice.Predicted
                && !window[i].ContainsKey(target.Key ?? "");
            if (!isOwnChoice && target.Tell(window[i], blank.Method) is var told && !ReferenceEquals(told, window[i]))
            {
                again.Add(i);
                retargeted.Add(told);
            }
        }

        if (again.Count > 0)
        {
            var answers = await PredictAsync(model, retargeted, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < again.Count; i++)
            {
                outputs[again[i]] = answers[i];
            }
        }

        return [.. window.Select((example, i) => Read(model, fields, example, outputs[i], targets[i]) with
        {
            Evaluations = again.Contains(i) ? 2 : 1,
        })];
    }

    public static async Task<List<Example>> PredictAsync(
        Model model, IReadOnlyList<Example> inputs, CancellationToken cancellationToken)
    {
        List<Example> outputs =
            await model.PredictAsync(inputs, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        return outputs.Count == inputs.Count
            ? outputs
            : throw new LitException(
                $"Model '{model.Name}': expected {inputs.Count} predictions, one for each example, "
                + $"found {outputs.Count}.");
    }

    private SalienceResult Read(
        Model model, IReadOnlyList<GradientField> fields, Example example, Example output, ConventionTarget? target)
    {
        List<TextSalience> texts = [];
        foreach (var field in fields)
        {
            var tokens = ConventionOutput.Tokens(output, field);
            float[] gradients = ConventionOutput.Matrix(output, field.Gradients, tokens.Count);
            float[] embeddings = field.Embeddings is { } name
                ? ConventionOutput.Matrix(output, name, tokens.Count)
                : [];
            if (field.Embeddings is not null && embeddings.Length != gradients.Length)
            {
                throw new LitException(
                    $"Field '{field.Embeddings}': expected {gradients.Length} numbers, as many as '{field.Gradients}' has; "
                    + $"found {embeddings.Length}.");
            }

            var text = ConventionText.Of(model.OutputSpec, field.Tokens, tokens, example);
            texts.Add(Score(field.Gradients, text, gradients, embeddings));
        }

        return blank with { Target = target?.Resolved, ValueAtInput = target?.ValueIn(output), Texts = new(texts) };
    }

    private TextSalience Score(string field, TokenizedText text, float[] gradients, float[] embeddings)
    {
        double[] scores = new double[text.Tokens.Count];
        scorer(gradients, embeddings, scores);
        double[] shares = [.. scores];
        normalize(shares);
        return new TextSalience(field, text, scores, shares);
    }
}
