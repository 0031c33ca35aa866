using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Components.Results;

/// <summary>The examples that a classifier gets most wrong, the worst first.</summary>
/// <param name="Field">The prediction field.</param>
/// <param name="Count">How many examples it gets wrong, of <paramref name="Of"/>.</param>
/// <param name="Of">How many examples have a label of the field's vocabulary.</param>
/// <param name="Worst">Those with the least probability of their true class.</param>
public sealed record Mistakes(string Field, int Count, int Of, ValueList<Mistake> Worst) : IReportable
{
    /// <summary>Finds the worst mistakes.</summary>
    /// <param name="dataset">The examples with their labels.</param>
    /// <param name="predictions">A prediction for each, with a <see cref="MulticlassPreds"/> field that has a <see cref="MulticlassPreds.Parent"/>.</param>
    /// <param name="count">How many to list at the most.</param>
    /// <exception cref="LitException">There is no such field, or not one prediction for each example.</exception>
    public static Mistakes Find(Dataset dataset, ExampleTable predictions, int count = 10)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (predictions.Count != dataset.Count)
        {
            throw new LitException(
                $"Dataset '{dataset.Name}': expected {dataset.Count} predictions, one for each example; found {predictions.Count}.");
        }

        var (field, type) = predictions.Spec.FieldsOf<MulticlassPreds>()
            .FirstOrDefault(one => one.Value.Parent is { } parent && dataset.Spec.ContainsKey(parent));
        if (type is null)
        {
            throw new LitException(
                $"Dataset '{dataset.Name}': expected a {nameof(MulticlassPreds)} prediction whose Parent is a field of the dataset; "
                + $"found the predictions {string.Join(", ", predictions.Spec.Keys)}.");
        }

        var labels = dataset.Strings(type.Parent!).Span;
        var mistakes = new List<Mistake>();
        int labelled = 0;
        for (int i = 0; i < dataset.Count; i++)
        {
            if (labels[i] is { } label && type.Vocab.IndexOf(label) is var truth and >= 0)
            {
                labelled++;
                double[] scores = [.. predictions[i].Get<Tensor<float>>(field).Select(score => (double)score)];
                int predicted = ClassificationInterpreter.Decide(scores, null, 0);
                if (predicted != truth)
                {
                    mistakes.Add(new(i, dataset[i], label, type.Vocab[predicted], scores[truth], scores[predicted]));
                }
            }
        }

        return new(field, mistakes.Count, labelled, [.. mistakes.OrderBy(mistake => mistake.TrueScore).Take(count)]);
    }

    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport()
    {
        yield return new TableBlock(
            ["example", "true class", "its probability", "predicted", "text"],
            [.. Worst.Select(mistake => new ValueList<ReportCell>(
            [
                mistake.Row,
                mistake.TrueClass,
                mistake.TrueScore,
                mistake.PredictedClass,
                string.Join(" / ", mistake.Example.Values.OfType<string>().Where(text => text.Contains(' ', StringComparison.Ordinal))),
            ]))])
        {
            Title = $"{Count} of {Of} examples are wrong"
                + (Worst.Count is 0 ? "" : Worst.Count == 1 ? "; the worst" : $"; the {Worst.Count} worst"),
        };
    }
}

/// <summary>An example that a classifier gets wrong.</summary>
/// <param name="Row">Its row in the dataset.</param>
/// <param name="Example">The example.</param>
/// <param name="TrueClass">Its label.</param>
/// <param name="PredictedClass">The class with the greatest score.</param>
/// <param name="TrueScore">The score of the label, in [0, 1] for probabilities.</param>
/// <param name="PredictedScore">The score of the predicted class.</param>
public sealed record Mistake(
    int Row, Example Example, string TrueClass, string PredictedClass, double TrueScore, double PredictedScore);
