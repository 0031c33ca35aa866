using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>Runs methods that need one gradient for each example.</summary>
internal sealed class PointwiseGradients(
    SalienceConfig config, GradientScore score, SalienceResult blank, Action<Span<double>> normalize)
{
    /// <summary>Asks a model that computes gradients itself.</summary>
    public async Task<List<SalienceResult>> RunAsync(
        IGradientModel model, IReadOnlyList<Example> window, CancellationToken cancellationToken)
    {
        var request = new GradientRequest
        {
            Target = GradientInputs.TargetOf(model, config),
            Input = GradientInputs.NameOf(model, config),
        };
        List<SalienceResult> results = [];
        await foreach (var gradient in model.GradientsAsync(window, request, cancellationToken).ConfigureAwait(false))
        {
            var parts = ScoredParts.Of(
                gradient.Input, gradient.Text, window[results.Count], gradient.Gradients.Lengths);
            float[] gradients = new float[gradient.Gradients.FlattenedLength];
            float[] values = new float[gradient.Values.FlattenedLength];
            gradient.Gradients.FlattenTo(gradients);
            gradient.Values.FlattenTo(values);
            var blankResult = blank with { Target = gradient.Target, ValueAtInput = gradient.Value, Evaluations = 1 };
            Tensor<float> elements = score == GradientScore.Product
                ? Tensor.Multiply<float>(gradient.Gradients, gradient.Values)
                : gradient.Gradients;
            results.Add(Score(blankResult, parts, gradients, values, elements));
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
        var result = blank with { Target = target?.Resolved, ValueAtInput = target?.ValueIn(output) };
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
            var parts = ScoredParts.OfTokens(field.Gradients, text, gradients.Length);
            result = Score(result, parts, gradients, embeddings, elements: null);
        }

        return result;
    }

    private SalienceResult Score(
        SalienceResult result, ScoredParts parts, float[] gradients, float[] values, Tensor<float>? elements)
    {
        double[] scores = score switch
        {
            GradientScore.Norm => parts.Norms<float>(gradients),
            GradientScore.Product => parts.Dots<float>(gradients, values),
            _ => parts.Sums<float>(gradients),
        };
        double[] shares = [.. scores];
        normalize(shares);
        return parts.Add(result, scores, shares, elements, values);
    }
}
