using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Programs;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>A target and the output of a model that it is about.</summary>
internal sealed class PinnedTarget
{
    private readonly Target _target;
    private readonly OutputBinding _output;
    private readonly Vocabulary? _labels;

    private PinnedTarget(Target target, OutputBinding output)
    {
        _target = target;
        _output = output;
        _labels = (output.Type as MulticlassPreds)?.Vocab;
        Program = ProgramTarget.Of(target) with { Output = output.Info.Name };
    }

    /// <summary>What a program computes for it.</summary>
    public ProgramTarget Program { get; }

    /// <summary>The name of the model's output.</summary>
    public string Output => _output.Info.Name;

    /// <summary>Whether the class depends on what the model predicts.</summary>
    public bool NeedsPrediction => Choices.Contains(ClassChoice.Predicted);

    private ClassChoice[] Choices => _target switch
    {
        ClassTarget one => [one.OfClass],
        MarginTarget two => [two.OfClass, two.Against],
        _ => [],
    };

    /// <summary>Finds the output that a target is about.</summary>
    /// <param name="target">The target.</param>
    /// <param name="fields">The fields of the predictions.</param>
    /// <param name="mismatch">What is missing, if nothing is found.</param>
    public static PinnedTarget? Find(Target target, IEnumerable<PredictedField> fields, out SpecMismatch? mismatch)
    {
        OutputBinding[] fit = [.. fields.OfType<OutputBinding>().Where(field => Fits(target, field))];
        OutputBinding? output = target.Field is { } name
            ? Array.Find(fit, field => field.Field == name || field.Info.Name == name)
            : fit.FirstOrDefault();
        mismatch = output is not null
            ? null
            : new SpecMismatch(
                target.Field ?? "output",
                target is RegressionTarget ? "a field with one number" : "a field with probabilities of classes",
                fit.Length == 0 ? "none" : string.Join(", ", fit.Select(field => field.Field)));
        return output is null ? null : new PinnedTarget(target, output);
    }

    /// <summary>The class of one example, and that which is subtracted; 0 where the target needs none.</summary>
    /// <param name="example">The example.</param>
    /// <param name="probabilities">What the model predicts for it; empty unless <see cref="NeedsPrediction"/>.</param>
    /// <exception cref="LitException">The class is not one of the model's.</exception>
    public (int Class, int Against) Resolve(Example example, ReadOnlySpan<float> probabilities)
    {
        if (_labels is null)
        {
            return (0, 0);
        }

        ReadOnlySpan<float> scores = probabilities.IsEmpty ? new float[_labels.Count] : probabilities;
        ClassChoice[] choices = Choices;
        return (
            choices[0].Resolve(_labels, scores, example),
            choices.Length > 1 ? choices[1].Resolve(_labels, scores, example) : 0);
    }

    /// <summary>The target as it was pinned, for a result.</summary>
    public ResolvedTarget Describe(int ofClass) => _labels is null
        ? new ResolvedTarget(_target, _output.Field, null, null)
        : new ResolvedTarget(_target, _output.Field, ofClass, _labels[ofClass]);

    /// <summary>The column of the predictions that tells the predicted class.</summary>
    public TensorColumn Probabilities(FetchedOutput output, EncodedBatch batch) =>
        (TensorColumn)_output.Read(output, batch);

    /// <summary>The position of the model's output.</summary>
    public int OutputIndex => _output.Output!.Value;

    private static bool Fits(Target target, OutputBinding field) =>
        target is RegressionTarget
            ? field.Type is Scalar && field.Info.IsFloatingPoint
            : field.Type is MulticlassPreds && field.Info.IsTensor;
}
