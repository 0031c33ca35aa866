using System.Runtime.CompilerServices;
using System.Text.Json;
using Lit.Types;

namespace Lit.Api.Metrics;

/// <summary>Scores predictions against labels.</summary>
/// <remarks>
/// A metric says which fields it can score, makes a <see cref="MetricState"/> for them, and leaves the rest to the library:
/// the single pass over columns, facets, intervals, merging, reports. For scores that are made of sums over examples derive
/// from <see cref="AdditiveMetric"/>. Immutable; safe for concurrent use.
/// </remarks>
public abstract class Metric : Component
{
    /// <summary>Whether a prediction is held against a label; false for a metric that compares predictions with each other.</summary>
    /// <value>True by default.</value>
    protected internal virtual bool NeedsLabel => true;

    /// <summary>The scores that say most: those that a report shows side by side for the values of a facet.</summary>
    /// <value>The first four of the meta-spec by default.</value>
    public virtual IReadOnlyList<string> Headlines => [.. MetaSpec.Keys.Take(4)];

    /// <summary>Says whether a prediction can be scored against a label, and why not.</summary>
    /// <param name="prediction">The type of the prediction.</param>
    /// <param name="label">The type of the field it names as its parent; null when it names none.</param>
    public abstract Compatibility CheckFields(LitType prediction, LitType? label);

    /// <summary>An empty state for two fields.</summary>
    /// <param name="fields">Fields that fit by <see cref="CheckFields"/>.</param>
    public abstract MetricState CreateState(MetricFields fields);

    /// <summary>Reads a state that <see cref="MetricState.Write"/> wrote, of the same metric and for fields of the same types.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="json">The state.</param>
    /// <exception cref="LitException">It is not such a state.</exception>
    public abstract MetricState ReadState(MetricFields fields, JsonElement json);

    /// <summary>What is added to the null class's log-probability, one number for each example; null for 0 everywhere.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="dataset">The examples.</param>
    public virtual IReadOnlyList<double>? MarginsOf(MetricFields fields, Dataset dataset) => null;

    /// <summary>The predictions of a model that have a label in a dataset and that this metric can score.</summary>
    /// <param name="output">The fields of a prediction.</param>
    /// <param name="dataset">The fields of an example.</param>
    /// <returns>In the order of the output.</returns>
    public IEnumerable<MetricFields> FindFields(Spec output, Spec dataset)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(dataset);
        foreach (var (field, type) in output)
        {
            LitType? label = null;
            bool hasLabel = type is IHasParent { Parent: { } parent } && dataset.TryGetValue(parent, out label);
            if ((hasLabel || !NeedsLabel) && CheckFields(type, label).IsCompatible)
            {
                yield return new(field, type, hasLabel ? ((IHasParent)type).Parent : null, label);
            }
        }
    }

    /// <inheritdoc />
    public override Compatibility CheckCompatibility(Model model, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        if (FindFields(model.OutputSpec, dataset.Spec).Any())
        {
            return Compatibility.Full;
        }

        List<SpecMismatch> reasons = [];
        foreach (var (field, type) in model.OutputSpec)
        {
            string? parent = (type as IHasParent)?.Parent;
            LitType? label = parent is null ? null : dataset.Spec.GetValueOrDefault(parent);
            reasons.AddRange(CheckFields(type, label).Mismatches.Select(reason => reason with { Field = $"{field}: {reason.Field}" }));
            if (label is null && type is IHasParent)
            {
                reasons.Add(new(field, "a parent among the fields of the dataset", parent is null ? "no parent" : $"'{parent}'"));
            }
        }

        return new(reasons.Count > 0 ? reasons : [new("output", "a field with predictions", "none")]);
    }

    /// <summary>Scores predictions that are there already.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="predictions">One row for each example, in their order.</param>
    /// <param name="facets">Fields of the dataset; scores are also given for the examples of each of their values.</param>
    /// <param name="intervals">How the uncertainty of scores is found; null: 95 % from 1000 resamples.</param>
    /// <exception cref="LitException">No field can be scored, or a row cannot; the message says why.</exception>
    public EvaluationResult Evaluate(
        Dataset dataset,
        ExampleTable predictions,
        IReadOnlyList<Facet>? facets = null,
        IntervalOptions? intervals = null)
        => Evaluation.Run([this], dataset, predictions, facets ?? [], intervals ?? new());

    /// <summary>Scores predictions of examples that count more or less than one each.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="predictions">One row for each example, in their order.</param>
    /// <param name="weightField">A field of the dataset with a number of at least 0 for each example.</param>
    /// <param name="facets">Fields of the dataset; scores are also given for the examples of each of their values.</param>
    /// <param name="intervals">How the uncertainty of scores is found; null: 95 % from 1000 resamples.</param>
    /// <returns>
    /// What <see cref="Evaluate"/> gives when each example is repeated as often as its weight says; an example of weight 0 is
    /// as one that is not there. Support is the number of examples, and so are counts of what was left out. A score that its
    /// metric does not put into units (<see cref="CreatePairedUnits"/>) cannot be weighted: it is NaN and says so. States of the
    /// result neither merge nor are written.
    /// </returns>
    /// <remarks>Intervals draw examples, each with its weight: a weight says how much an example counts, not that it was seen more often.</remarks>
    /// <exception cref="LitException">
    /// A weight is negative, not finite or missing, or all are 0; no field can be scored, or a row cannot; the message names row and field.
    /// </exception>
    public EvaluationResult EvaluateWeighted(
        Dataset dataset,
        ExampleTable predictions,
        string weightField,
        IReadOnlyList<Facet>? facets = null,
        IntervalOptions? intervals = null)
        => WeightedScores.Run(this, dataset, predictions, weightField, facets ?? [], intervals ?? new());

    /// <summary>Scores a stream of predictions, batch by batch; each batch is let go before the next is asked for.</summary>
    /// <param name="batches">Examples with their predictions, all of the same fields.</param>
    /// <param name="facets">
    /// Fields of the examples; scores are also given for the examples of each of their values. Numbers need <see cref="Facet.Edges"/>.
    /// </param>
    /// <param name="intervals">How the uncertainty of scores is found; null: 95 % from 1000 resamples.</param>
    /// <param name="cancellationToken">Stops the run within one batch.</param>
    /// <returns>What <see cref="Evaluate"/> gives for all examples at once.</returns>
    /// <exception cref="LitException">
    /// There is no batch, one has not as many predictions as examples or has other fields than the first, or a row cannot be
    /// scored; the message names the batch.
    /// </exception>
    public ValueTask<EvaluationResult> EvaluateAsync(
        IAsyncEnumerable<PredictionBatch> batches,
        IReadOnlyList<Facet>? facets = null,
        IntervalOptions? intervals = null,
        CancellationToken cancellationToken = default)
        => batches.EvaluateAsync([this], facets, intervals, cancellationToken);

    /// <summary>Puts two sets of predictions of the same examples into units, so that they can be drawn and exchanged together.</summary>
    /// <param name="before">The first predictions.</param>
    /// <param name="after">The second predictions, row by row of the same examples.</param>
    /// <param name="score">The name of a score of <see cref="Component.MetaSpec"/>.</param>
    /// <returns>
    /// By default each example is a unit, and each resample is scored anew; metrics that know a quicker way override it.
    /// </returns>
    /// <exception cref="LitException">There is no such score.</exception>
    public virtual PairedUnits CreatePairedUnits(MetricBatch before, MetricBatch after, string score)
    {
        CheckPair(before, after, score);
        int count = before.Count;
        return new(
            new RepeatedRows(this, before, after, score),
            0,
            [.. Enumerable.Range(0, count)],
            [.. Enumerable.Range(count, count)]);
    }

    /// <summary>Checks the arguments of <see cref="CreatePairedUnits"/>.</summary>
    /// <param name="before">The first predictions.</param>
    /// <param name="after">The second predictions.</param>
    /// <param name="score">The name of a score.</param>
    /// <exception cref="LitException">They are not of as many examples, or there is no such score.</exception>
    protected void CheckPair(MetricBatch before, MetricBatch after, string score)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count != after.Count)
        {
            throw new LitException($"{Name}: expected predictions of the same {before.Count} examples; found {after.Count}.");
        }

        if (!MetaSpec.ContainsKey(score))
        {
            throw new LitException($"{Name}: expected one of the scores {string.Join(", ", MetaSpec.Keys)}; found '{score}'.");
        }
    }

    /// <summary>The same metric with options that come by name, as a host that knows only specs sends them.</summary>
    /// <param name="config">The options; null for none.</param>
    /// <exception cref="LitException">An option is not what the metric takes.</exception>
    public virtual Metric Configure(IReadOnlyDictionary<string, object?>? config) => this;

    /// <inheritdoc />
    /// <returns>One <see cref="FieldEvaluation"/> for each pair of fields.</returns>
    public sealed override async IAsyncEnumerable<object> RunAsync(
        Model model,
        Dataset inputs,
        IReadOnlyDictionary<string, object?>? config = null,
        IProgress<LitProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Metric configured = Configure(config);
        EvaluationResult result = await model
            .EvaluateAsync(inputs, configured, [], IntervalOptions.None, progress, cancellationToken).ConfigureAwait(false);
        foreach (FieldEvaluation field in result.Fields)
        {
            yield return field;
        }
    }
}
