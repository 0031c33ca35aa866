using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>
/// What a model is told to differentiate by LIT's convention: a label in the input field that the gradients name.
/// </summary>
/// <param name="Key">The input field; null when the model names none.</param>
/// <param name="Label">The label that has to stand there; null to leave the field as it is.</param>
/// <param name="Resolved">The target as it was pinned; null when only the model knows.</param>
internal sealed record ConventionTarget(string? Key, string? Label, ResolvedTarget? Resolved)
{
    /// <summary>Pins the target for an example whose prediction is known.</summary>
    /// <exception cref="LitException">The model cannot be told the target, or has no such class.</exception>
    public static ConventionTarget Resolve(
        Spec outputSpec, string? key, Target? target, Example example, Example output)
    {
        if (target is MarginTarget)
        {
            throw new LitException(
                "Expected a target of one class or a regression: this model returns gradients and takes no margin.");
        }

        if (FindScores(outputSpec, key, target) is not { } scores)
        {
            return target is null or RegressionTarget
                ? new(key, null, Regression(outputSpec, target))
                : throw new LitException(
                    $"Target {target}: expected a MulticlassPreds field of the output to find the class in, found none.");
        }

        if (target is RegressionTarget)
        {
            return new(key, null, Regression(outputSpec, target));
        }

        var (scoreField, vocabulary) = scores;
        var pinned = target as ClassTarget ?? (ClassTarget)Target.Probability(ClassChoice.Predicted);
        float[] values = Values(output, scoreField);
        int index = pinned.OfClass.Resolve(vocabulary, values, example);
        string? label = index < vocabulary.Count ? vocabulary[index] : null;
        if (key is null && pinned.OfClass != ClassChoice.Predicted)
        {
            throw new LitException(
                $"Target {pinned}: the model names no input field that tells it the class; set GradTargetFieldKey in its output spec.");
        }

        return new(key, key is null ? null : label, new ResolvedTarget(pinned, scoreField, index, label));
    }

    /// <summary>
    /// As LIT does it: the class asked for, else what stands in the output, else what stands in the input.
    /// </summary>
    public static ConventionTarget ResolveLikeLit(
        Spec outputSpec, string key, string classToExplain, Example example, Example output)
    {
        string? label = classToExplain.Length > 0 ? classToExplain
            : output.TryGet<string>(key, out var predicted) ? predicted
            : example.TryGet<string>(key, out var given) ? given
            : null;
        if (FindScores(outputSpec, key, null) is not var (scoreField, vocabulary))
        {
            return new(key, label, Regression(outputSpec, null));
        }

        int index = label is null ? -1 : vocabulary.IndexOf(label);
        return new(key, label, index < 0
            ? null
            : new ResolvedTarget(Target.Probability(ClassChoice.Named(label!)), scoreField, index, label));
    }

    /// <summary>The example with the label in its place; the example itself if nothing changes.</summary>
    public Example Tell(Example example, string source)
        => Key is null || Label is null ? example : example.With(Key, Label, source);

    /// <summary>The value of the target in a prediction; null when the prediction does not show it.</summary>
    public double? ValueIn(Example output) => Resolved switch
    {
        { Target: RegressionTarget } => output.Get<double>(Resolved.Field),
        { Target: ClassTarget target, Index: { } index } => target.Scale switch
        {
            ClassScale.Probability => Values(output, Resolved.Field)[index],
            ClassScale.LogProbability => Math.Log(Values(output, Resolved.Field)[index]),
            ClassScale.Loss => -Math.Log(Values(output, Resolved.Field)[index]),
            _ => null,
        },
        _ => null,
    };

    private static (string Field, Vocabulary Vocabulary)? FindScores(Spec output, string? key, Target? target)
    {
        var fields = output.FieldsOf<MulticlassPreds>().ToList();
        int at = target?.Field is { } name ? fields.FindIndex(field => field.Key == name)
            : key is not null && fields.FindIndex(field => field.Value.Parent == key) is >= 0 and var found ? found
            : fields is [{ Value.Parent: null }] || (key is null && fields.Count == 1) ? 0
            : -1;
        return at < 0 ? null : (fields[at].Key, fields[at].Value.Vocab);
    }

    private static ResolvedTarget? Regression(Spec output, Target? target)
    {
        string[] fields = [.. output.FieldsOf<RegressionScore>().Select(field => field.Key)];
        string? field = target?.Field ?? (fields.Length == 1 ? fields[0] : null);
        return field is not null && fields.Contains(field)
            ? new ResolvedTarget(target ?? Target.Regression, field, null, null)
            : null;
    }

    private static float[] Values(Example output, string field)
    {
        var tensor = output.Get<Tensor<float>>(field);
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
