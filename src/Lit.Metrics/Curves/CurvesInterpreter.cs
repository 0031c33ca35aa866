using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.Curves;

/// <summary>ROC and precision-recall curves of one class against all others.</summary>
/// <remarks>Examples without a label, or with one outside the vocabulary, count as negative, as in LIT. No margin is used.</remarks>
public sealed class CurvesInterpreter : Interpreter<CurvesConfig, CurvesResult>
{
    private const string LabelKey = "Label";
    private const string FieldKey = "Prediction field";

    /// <inheritdoc />
    public override string Name => "curves";

    /// <inheritdoc />
    public override string Description => "ROC and precision-recall curves of one class against all others.";

    /// <inheritdoc />
    public override Spec ConfigSpec { get; } = new()
    {
        [LabelKey] = new CategoryLabel(),
        [FieldKey] = new SingleFieldMatcher { Spec = SpecSource.Output, Types = [nameof(MulticlassPreds)], Required = false },
    };

    /// <inheritdoc />
    public override Spec MetaSpec { get; } = new()
    {
        ["roc_data"] = new CurveDataPoints(),
        ["pr_data"] = new CurveDataPoints(),
    };

    /// <inheritdoc />
    public override Compatibility CheckCompatibility(Model model, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        var fields = Fields(model.OutputSpec);
        return fields.Length == 0
            ? new([new("output", "MulticlassPreds with a parent", "none")])
            : new([
                .. fields.Where(field => !dataset.Spec.ContainsKey(field.Type.Parent!))
                    .Select(field => new SpecMismatch(field.Name, "a parent among the fields of the dataset", $"'{field.Type.Parent}'")),
            ]);
    }

    /// <inheritdoc />
    public override IAsyncEnumerable<CurvesResult> RunAsync(
        Model model,
        Dataset inputs,
        CurvesConfig config,
        IProgress<LitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(config);
        _ = FieldOf(model.OutputSpec, config);
        CheckCompatibility(model, inputs).ThrowIfIncompatible(Name);
        return Stream(cancellationToken);

        async IAsyncEnumerable<CurvesResult> Stream([EnumeratorCancellation] CancellationToken token)
        {
            ExampleTable predictions = await model.PredictTableAsync(inputs, progress, token).ConfigureAwait(false);
            yield return Draw(inputs, predictions, config);
        }
    }

    /// <summary>Draws the curves of predictions that are there already.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="predictions">One row for each example.</param>
    /// <param name="config">The class, and the prediction.</param>
    /// <exception cref="LitException">The prediction or the class does not exist, or a row holds no probabilities.</exception>
    public static CurvesResult Draw(Dataset dataset, ExampleTable predictions, CurvesConfig config)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(config);
        (string name, MulticlassPreds type, int target) = FieldOf(predictions.Spec, config);
        if (dataset.Count == 0)
        {
            return new(config.Label, null, null, []);
        }

        var batch = new MetricBatch(new(name, type, type.Parent, dataset.Spec.GetValueOrDefault(type.Parent ?? "")), dataset, predictions);
        int[] labels = new int[batch.Count];
        double[] scores = new double[batch.Count], row = new double[type.Vocab.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            if (!batch.TryCopyPrediction(i, row))
            {
                throw new LitException($"Dataset '{dataset.Name}', row {i}, field '{name}': expected probabilities, found none.");
            }

            (labels[i], scores[i]) = (batch.Label(i) is string label && label == config.Label ? 1 : 0, row[target]);
        }

        return new(
            config.Label,
            BinaryScores.Roc(labels, scores),
            BinaryScores.PrecisionRecall(labels, scores),
            [.. config.Facets.SelectMany(facet => facet.Split(dataset).Select(part => Part(facet.Field, part.Value, part.Rows)))]);

        FacetCurves Part(string field, string value, IReadOnlyList<int> rows)
        {
            int[] ownLabels = [.. rows.Select(i => labels[i])];
            double[] ownScores = [.. rows.Select(i => scores[i])];
            return new(field, value, BinaryScores.Roc(ownLabels, ownScores), BinaryScores.PrecisionRecall(ownLabels, ownScores));
        }
    }

    /// <inheritdoc />
    protected override CurvesConfig ReadConfig(ConfigValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string label = values.GetString(LabelKey, ""), field = values.GetString(FieldKey, "");
        return label.Length == 0
            ? throw new LitException($"{Name}, option '{LabelKey}': expected the class to take as positive, found none.")
            : new(label) { PredictionField = field.Length == 0 ? null : field };
    }

    private static (string Name, MulticlassPreds Type)[] Fields(Spec output)
        => [.. output.FieldsOf<MulticlassPreds>().Where(field => field.Value.Parent is { Length: > 0 }).Select(field => (field.Key, field.Value))];

    private static (string Name, MulticlassPreds Type, int Target) FieldOf(Spec output, CurvesConfig config)
    {
        var fields = Fields(output);
        string name = config.PredictionField
            ?? (fields.Length == 1
                ? fields[0].Name
                : throw new LitException($"curves, option '{FieldKey}': expected one of {string.Join(", ", fields.Select(field => field.Name))}, found none."));
        MulticlassPreds type = output.GetValueOrDefault(name) as MulticlassPreds
            ?? throw new LitException(
                $"curves, field '{name}': expected {nameof(MulticlassPreds)}, found {output.GetValueOrDefault(name)?.GetType().Name ?? "no such field"}.");
        int target = type.Vocab.IndexOf(config.Label);
        return target >= 0
            ? (name, type, target)
            : throw new LitException($"curves, option '{LabelKey}': expected one of {string.Join(", ", type.Vocab)}, found '{config.Label}'.");
    }
}
