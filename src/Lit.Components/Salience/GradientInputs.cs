using Lit.Api;
using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Where a model that computes gradients itself offers them.</summary>
internal static class GradientInputs
{
    /// <summary>
    /// The model's own gradients, if it has some and LIT's convention is not asked for instead.
    /// </summary>
    public static IGradientModel? Of(Model model, bool preferConvention)
        => !preferConvention && model.Capability<IGradientModel>() is { GradientInputs.Count: > 0 } gradients
            ? gradients
            : null;

    /// <summary>The input that is meant: the one that is named, else token embeddings, else the first.</summary>
    public static string NameOf(IGradientModel model, SalienceConfig config)
        => config.Input
            ?? (model.GradientInputs.FirstOrDefault(input => input.Kind == GradientInputKind.TokenEmbeddings)
                ?? model.GradientInputs[0]).Name;

    /// <summary>
    /// The number that is meant: the one that is asked for, else the predicted class, or the score of a model without
    /// classes.
    /// </summary>
    public static Target TargetOf(IGradientModel model, SalienceConfig config)
    {
        if (config.Target is { } target)
        {
            return target;
        }

        string input = NameOf(model, config);
        return !model.CheckGradient(new() { Target = Target.Predicted, Input = input }).IsCompatible
            && model.CheckGradient(new() { Target = Target.Regression, Input = input }).IsCompatible
            ? Target.Regression
            : Target.Predicted;
    }
}
