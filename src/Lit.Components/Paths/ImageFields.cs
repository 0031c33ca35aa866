using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>The fields of a model that returns gradients of images by LIT's convention.</summary>
/// <param name="Image">The input with the image.</param>
/// <param name="Gradients">The output with the gradient by its pixels.</param>
/// <param name="TargetKey">
/// The input that tells the class to differentiate; null where the model has one output.
/// </param>
/// <param name="Prediction">The output with the probabilities or the score.</param>
internal sealed record ImageFields(string Image, string Gradients, string? TargetKey, string Prediction)
{
    /// <summary>Finds the fields by the specs of a model.</summary>
    /// <returns>The fields, or what is missing.</returns>
    public static (ImageFields? Fields, IReadOnlyList<SpecMismatch> Mismatches) Find(Spec input, Spec output)
    {
        var gradients = output.FieldsOf<ImageGradients>().ToArray();
        if (gradients.Length != 1)
        {
            const string Expected = "one ImageGradients field, or a model that computes gradients";
            return (null, [new("output", Expected, Count(gradients.Length))]);
        }

        var (name, type) = gradients[0];
        List<SpecMismatch> mismatches = [];
        if (type.Align is not { } image || input.GetValueOrDefault(image) is not ImageBytes)
        {
            mismatches.Add(new(name, "Align to name an ImageBytes field of the input", Named(type.Align)));
        }

        if (type.GradTargetFieldKey is { } key && input.GetValueOrDefault(key) is not CategoryLabel)
        {
            mismatches.Add(new(name, "GradTargetFieldKey to name a CategoryLabel field of the input", Named(key)));
        }

        string[] predictions =
        [
            .. output.Where(field => field.Value is MulticlassPreds or RegressionScore).Select(field => field.Key),
        ];
        if (predictions.Length != 1)
        {
            mismatches.Add(new(
                "output", "one MulticlassPreds or RegressionScore field", Count(predictions.Length)));
        }

        return mismatches.Count > 0
            ? (null, mismatches)
            : (new(type.Align!, name, type.GradTargetFieldKey, predictions[0]), []);
    }

    private static string Count(int count) => count == 0 ? "none" : $"{count} of them";

    private static string Named(string? field) => field is null ? "none" : $"'{field}'";
}
