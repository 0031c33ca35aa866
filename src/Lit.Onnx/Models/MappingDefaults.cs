using System.Globalization;
using Lit.Onnx.Graph;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>What the inputs and outputs of a model mean when the caller does not say.</summary>
internal static class MappingDefaults
{
    private static readonly string[] ProbabilityNames =
        ["proba", "probas", "probability", "probabilities", "output_probability"];

    private static readonly string[] LogitNames = ["logit", "logits", "scores"];

    /// <summary>One field of the same name: a number, numbers, a flag or a text, by element type and rank.</summary>
    public static MappedInput Input(TensorInfo input) =>
        new(input.Name, [KeyValuePair.Create(input.Name, TypeOf(input))], null);

    /// <summary>The fields of every output that has a meaning: probabilities of classes, numbers, labels.</summary>
    /// <remarks>Logits are the probabilities if the model has no output of probabilities itself.</remarks>
    public static IEnumerable<MappedOutput> Outputs(IReadOnlyList<TensorInfo> outputs, OnnxFile file)
    {
        bool hasProbabilities = outputs.Any(output => output.IsSequenceOfMaps || IsNamed(output, ProbabilityNames));
        foreach (TensorInfo output in outputs)
        {
            if (output.IsSequenceOfMaps)
            {
                if (ZipMapLabels.Of(file, output.Name) is { } labels)
                {
                    yield return new(
                        output.Name, output.Name, new MulticlassPreds { Vocab = labels }, OutputActivation.None);
                }
            }
            else if (IsClasses(output) && IsNamed(output, ProbabilityNames))
            {
                yield return new(output.Name, output.Name, Numbered(output), OutputActivation.None);
            }
            else if (IsClasses(output) && !hasProbabilities && IsNamed(output, LogitNames))
            {
                yield return new(output.Name, "probas", Numbered(output), OutputActivation.Softmax);
            }
            else if (output.IsTensor && output.Rank > 0)
            {
                yield return new(output.Name, output.Name, PredictedTypeOf(output), OutputActivation.None);
            }
        }
    }

    private static bool IsClasses(TensorInfo output) =>
        output.IsFloatingPoint && output.Rank == 2 && output.Shape[1].Size > 1;

    private static bool IsNamed(TensorInfo output, string[] names) =>
        names.Contains(output.Name, StringComparer.OrdinalIgnoreCase);

    private static MulticlassPreds Numbered(TensorInfo output) => new()
    {
        Vocab = new Vocabulary(
            Enumerable.Range(0, (int)output.Shape[1].Size!).Select(i => i.ToString(CultureInfo.InvariantCulture))),
    };

    private static LitType TypeOf(TensorInfo input) => IsSingle(input) ? SingleTypeOf(input) : new Embeddings();

    private static LitType PredictedTypeOf(TensorInfo output) => !IsSingle(output)
        ? new Embeddings()
        : output.ElementType == "string" || (!output.IsFloatingPoint && IsNamed(output, ["label", "output_label"]))
            ? new CategoryLabel()
            : output.IsFloatingPoint ? new RegressionScore() : SingleTypeOf(output);

    private static bool IsSingle(TensorInfo info) => info.Rank <= 1 || (info.Rank == 2 && info.Shape[1].Size == 1);

    private static LitType SingleTypeOf(TensorInfo info) => info.ElementType switch
    {
        "string" => new TextSegment(),
        "bool" => new BooleanLitType(),
        _ when info.IsFloatingPoint => new Scalar(),
        _ => new Integer(),
    };
}
