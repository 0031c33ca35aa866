using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>A gradient field that follows the convention, with the fields that it refers to.</summary>
/// <param name="Gradients">The field with the gradients.</param>
/// <param name="Tokens">The output field with the tokens.</param>
/// <param name="Embeddings">The field with the embeddings; null when none is needed.</param>
/// <param name="TargetKey">
/// The input field that tells the model which class to differentiate; null if there is none.
/// </param>
internal sealed record GradientField(string Gradients, string Tokens, string? Embeddings, string? TargetKey);

/// <summary>Finds the token gradients of a model by its specs.</summary>
internal static class GradientFields
{
    /// <summary>Fields aligned to tokens of the output.</summary>
    public static IEnumerable<GradientField> Aligned(Spec output) => output.FieldsOf<TokenGradients>()
        .Where(field => field.Value.Align is { } align && output.GetValueOrDefault(align) is Tokens)
        .Select(field => new GradientField(field.Key, field.Value.Align!, null, field.Value.GradTargetFieldKey));

    /// <summary>Aligned fields that say which embeddings of the output they belong to.</summary>
    public static IEnumerable<GradientField> WithEmbeddings(Spec output) => Aligned(output)
        .Select(field => field with { Embeddings = ((TokenGradients)output[field.Gradients]).GradFor })
        .Where(field => field.Embeddings is { } name && output.GetValueOrDefault(name) is TokenEmbeddings);

    /// <summary>Fields whose embeddings the model also takes as input, and whose target can be told.</summary>
    public static IEnumerable<GradientField> Integrable(Spec input, Spec output) => WithEmbeddings(output)
        .Where(field => input.GetValueOrDefault(field.Embeddings!) is TokenEmbeddings
            && field.TargetKey is { } key && input.ContainsKey(key));

    /// <summary>
    /// Why a model has no field that a method can use: one reason for each gradient field, or that there is none.
    /// </summary>
    /// <param name="input">The model's input.</param>
    /// <param name="output">The model's output.</param>
    /// <param name="needsEmbeddings">Whether the method multiplies by embeddings.</param>
    /// <param name="needsPath">Whether the method gives embeddings to the model.</param>
    public static IEnumerable<SpecMismatch> Missing(Spec input, Spec output, bool needsEmbeddings, bool needsPath)
    {
        bool any = false;
        foreach (var (name, gradients) in output.FieldsOf<TokenGradients>())
        {
            any = true;
            if (gradients.Align is not { } align || output.GetValueOrDefault(align) is not Tokens)
            {
                yield return new(name, "Align to name a Tokens field of the output", Found("Align", gradients.Align));
            }
            else if (needsEmbeddings
                && (gradients.GradFor is not { } embeddings || output.GetValueOrDefault(embeddings) is not TokenEmbeddings))
            {
                yield return new(
                    name, "GradFor to name a TokenEmbeddings field of the output", Found("GradFor", gradients.GradFor));
            }
            else if (needsPath && input.GetValueOrDefault(gradients.GradFor!) is not TokenEmbeddings)
            {
                yield return new(name, $"'{gradients.GradFor}' to be a TokenEmbeddings field of the input too", "none");
            }
            else if (needsPath && (gradients.GradTargetFieldKey is not { } key || !input.ContainsKey(key)))
            {
                yield return new(
                    name,
                    "GradTargetFieldKey to name a field of the input",
                    Found("GradTargetFieldKey", gradients.GradTargetFieldKey));
            }
        }

        if (!any)
        {
            yield return new("output", "a TokenGradients field, or a model that computes gradients", "neither");
        }
    }

    private static string Found(string attribute, string? value) => value is null ? $"no {attribute}" : $"'{value}'";
}
