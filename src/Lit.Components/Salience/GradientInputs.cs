using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>Where a model that computes gradients itself offers those of token embeddings.</summary>
internal static class GradientInputs
{
    /// <summary>
    /// The model's own gradients, if it has some of token embeddings and LIT's convention is not asked for instead.
    /// </summary>
    public static IGradientModel? Of(Model model, bool preferConvention)
        => !preferConvention
            && model.Capability<IGradientModel>() is { } gradients
            && gradients.GradientInputs.Any(input => input.Kind == GradientInputKind.TokenEmbeddings)
            ? gradients
            : null;

    public static string NameOf(IGradientModel model, SalienceConfig config)
        => config.Input ?? model.GradientInputs.First(input => input.Kind == GradientInputKind.TokenEmbeddings).Name;

    public static TokenizedText TextOf(GradientInput input, TokenizedText? text) => text ?? throw new LitException(
        $"Input '{input.Name}': expected token embeddings with the text that they come from, found {input.Kind} without one. "
        + "Name another of the model's gradient inputs.");
}
