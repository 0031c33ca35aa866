using Lit.Types;

namespace Lit.Api.Attribution;

/// <summary>Says which class of a classifier is meant, for each example.</summary>
/// <remarks>A text and a number convert to it: <c>Target.Logit("positive")</c>, <c>Target.Logit(1)</c>.</remarks>
public abstract record ClassChoice
{
    private ClassChoice()
    {
    }

    /// <summary>The class that the model finds most probable for the example; the first of equals.</summary>
    public static ClassChoice Predicted { get; } = new PredictedClass();

    /// <summary>The class with a label of the vocabulary.</summary>
    /// <param name="label">The label.</param>
    public static ClassChoice Named(string label) => new NamedClass(label);

    /// <summary>The class at a position of the vocabulary.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public static ClassChoice At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new IndexedClass(index);
    }

    /// <summary>The class whose label stands in a field of the example, so each example can have its own.</summary>
    /// <param name="field">The field with the label.</param>
    public static ClassChoice FromField(string field) => new ClassFromField(field);

    /// <summary>The class with this label.</summary>
    /// <param name="label">The label.</param>
    public static implicit operator ClassChoice(string label) => Named(label);

    /// <summary>The class at this position.</summary>
    /// <param name="index">The position, from 0.</param>
    public static implicit operator ClassChoice(int index) => At(index);

    /// <summary>Finds the position of the class for one example.</summary>
    /// <param name="labels">The vocabulary of the prediction; empty when the model names no classes.</param>
    /// <param name="scores">The model's scores of the example, one for each class.</param>
    /// <param name="example">The example.</param>
    /// <returns>A position below the number of scores.</returns>
    /// <exception cref="LitException">The label or position is not one of the model's.</exception>
    public int Resolve(IReadOnlyList<string> labels, ReadOnlySpan<float> scores, IReadOnlyDictionary<string, object?> example) => this switch
    {
        PredictedClass => FirstOfGreatest(scores),
        NamedClass named => IndexOf(labels, named.Label, "the target"),
        ClassFromField from => IndexOf(labels, LabelIn(example, from.Field), $"field '{from.Field}'"),
        IndexedClass indexed when indexed.Index < scores.Length => indexed.Index,
        IndexedClass indexed => throw new LitException(
            $"Expected a target class from 0 to {scores.Length - 1}; found {indexed.Index}."),
        _ => throw new InvalidOperationException(),
    };

    private static int FirstOfGreatest(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best])
            {
                best = i;
            }
        }

        return best;
    }

    private static string LabelIn(IReadOnlyDictionary<string, object?> example, string field) =>
        example.TryGetValue(field, out object? value) && value is string label
            ? label
            : throw new LitException(
                $"Expected field '{field}' of the example to hold the label of the target class; found {value?.GetType().Name ?? "nothing"}.");

    private static int IndexOf(IReadOnlyList<string> labels, string label, string place)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] == label)
            {
                return i;
            }
        }

        if (labels.Count == 0)
        {
            throw new LitException(
                $"Expected {place} to be the position of a class, as the model names none here; found '{label}'.");
        }

        throw new LitException($"Expected {place} to be one of the classes {string.Join(", ", labels)}; found '{label}'.");
    }

    private sealed record PredictedClass : ClassChoice
    {
        public override string ToString() => "the predicted class";
    }

    private sealed record NamedClass(string Label) : ClassChoice
    {
        public override string ToString() => Label;
    }

    private sealed record IndexedClass(int Index) : ClassChoice
    {
        public override string ToString() => $"class {Index}";
    }

    private sealed record ClassFromField(string Field) : ClassChoice
    {
        public override string ToString() => $"the class in '{Field}'";
    }
}
