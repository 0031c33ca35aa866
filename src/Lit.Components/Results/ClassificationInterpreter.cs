using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Types;

namespace Lit.Components.Results;

/// <summary>Options of <see cref="ClassificationInterpreter"/>.</summary>
public sealed record ClassificationConfig
{
    /// <summary>
    /// Gives the margin for a prediction field and an example: what is added to the log-probability of the field's null
    /// class
    /// before the most probable class is taken. Margins of the metrics package fit: <c>Margin = margins.MarginOf</c>.
    /// </summary>
    /// <value>Null by default: the margin that <see cref="MulticlassPreds.Threshold"/> stands for, or none.</value>
    public Func<string, Example, double>? Margin { get; init; }
}

/// <summary>Says for each example which class was predicted, and whether it is the true one.</summary>
/// <remarks>
/// Needs a <see cref="MulticlassPreds"/> field of the output. Fields without a null class have no margin: the most
/// probable class
/// wins, the first of equals. Safe for concurrent use: an instance holds no state.
/// </remarks>
public sealed class ClassificationInterpreter : Interpreter<ClassificationConfig, ClassificationOutcome>
{
    /// <inheritdoc />
    public override string Name => "classification";

    /// <inheritdoc />
    public override string Description => "The predicted class of each example, and whether it is right.";

    /// <inheritdoc />
    public override Compatibility CheckCompatibility(Model model, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.OutputSpec.FieldsOf<MulticlassPreds>().Any()
            ? Compatibility.Full
            : new([new SpecMismatch("output", "a MulticlassPreds field", "none")]);
    }

    /// <inheritdoc />
    public override IAsyncEnumerable<ClassificationOutcome> RunAsync(
        Model model,
        Dataset inputs,
        ClassificationConfig config,
        IProgress<LitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(config);
        CheckCompatibility(model, inputs).ThrowIfIncompatible(Name);
        return Stream(cancellationToken);

        async IAsyncEnumerable<ClassificationOutcome> Stream([EnumeratorCancellation] CancellationToken token)
        {
            KeyValuePair<string, MulticlassPreds>[] fields = [.. model.OutputSpec.FieldsOf<MulticlassPreds>()];
            int done = 0;
            await foreach (Example output in model.PredictAsync(inputs, token).ConfigureAwait(false))
            {
                OutputCount.Check(model, done, inputs.Count);
                Example example = inputs[done];
                ValueMap<ClassificationResult> results =
                    new(fields.Select(field => KeyValuePair.Create(
                        field.Key, Judge(field.Key, field.Value, example, output, config))));
                done++;
                progress?.Report(new LitProgress(done, inputs.Count));
                yield return new ClassificationOutcome(
                    results, new(fields.Select(f => KeyValuePair.Create(f.Key, f.Value.Vocab))));
            }

            OutputCount.CheckAll(model, done, inputs.Count);
        }
    }

    /// <summary>
    /// The most probable class, with <paramref name="margin"/> added to the logarithm of the null class.
    /// </summary>
    /// <returns>The first of equals; NaN is below every number.</returns>
    internal static int Decide(ReadOnlySpan<double> scores, int? nullIndex, double margin)
    {
        int best = 0;
        for (int c = 1; c < scores.Length; c++)
        {
            var (here, there) = (Weight(scores, c), Weight(scores, best));
            if (here > there || (double.IsNaN(there) && !double.IsNaN(here)))
            {
                best = c;
            }
        }

        return best;

        double Weight(ReadOnlySpan<double> all, int index)
            => margin == 0 || nullIndex is null ? all[index] : Math.Log(all[index]) + (index == nullIndex ? margin : 0);
    }

    /// <inheritdoc />
    protected override ClassificationConfig ReadConfig(ConfigValues values) => new();

    private static ClassificationResult Judge(
        string field, MulticlassPreds type, Example example, Example output, ClassificationConfig config)
    {
        var tensor = output.Get<Tensor<float>>(field);
        if (tensor.FlattenedLength != type.Vocab.Count || tensor.FlattenedLength == 0)
        {
            throw new LitException(
                $"Field '{field}': expected {type.Vocab.Count} scores, one for each class, found {tensor.FlattenedLength}.");
        }

        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        double[] scores = [.. values];
        double margin = config.Margin?.Invoke(field, example) ?? MarginOf(type.Threshold);
        string predicted = type.Vocab[Decide(scores, type.NullIndex, margin)];
        bool? correct = type.Parent is { } parent && example.TryGet<string>(parent, out var label)
            && type.Vocab.Contains(label)
            ? predicted == label
            : null;
        return new ClassificationResult(new(scores), predicted, correct);
    }

    /// <summary>ln(t / (1 − t)), but −5 at 0 and 5 at 1.</summary>
    private static double MarginOf(double? threshold) => threshold switch
    {
        null => 0,
        0 => -5,
        1 => 5,
        { } t => Math.Log(t / (1 - t)),
    };
}
