using Lit.Types;

namespace Lit.Api.Metrics;

/// <summary>One pass of metrics over a dataset and its predictions.</summary>
internal static class Evaluation
{
    public static EvaluationResult Run(
        IReadOnlyList<Metric> metrics,
        Dataset dataset,
        ExampleTable predictions,
        IReadOnlyList<Facet> facets,
        IntervalOptions intervals)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(predictions);
        CheckCount(dataset, predictions);

        int[] all = [.. Enumerable.Range(0, dataset.Count)];
        var groups = facets.Select(facet => (facet.Field, Groups: FacetGroups.Of(facet, dataset))).ToArray();
        var batches = new Dictionary<MetricFields, MetricBatch>();
        List<FieldEvaluation> evaluations = [];
        foreach (Metric metric in metrics)
        {
            int before = evaluations.Count;
            foreach (MetricFields fields in metric.FindFields(predictions.Spec, dataset.Spec))
            {
                MetricBatch batch = Batch(metric, fields);
                List<FacetEvaluation> parts = [];
                foreach ((string field, List<(string Value, int[] Rows)> values) in groups)
                {
                    foreach ((string value, int[] rows) in values)
                    {
                        MetricState part = Score(metric, fields, batch, rows);
                        parts.Add(new(field, value, rows.Length, part.Compute(intervals), part));
                    }
                }

                MetricState state = Score(metric, fields, batch, all);
                evaluations.Add(new(metric, fields, dataset.Count, state.Compute(intervals), parts, state));
            }

            if (evaluations.Count == before)
            {
                throw NothingToScore(metric, dataset, predictions);
            }
        }

        return new(dataset.Name, evaluations);

        MetricBatch Batch(Metric metric, MetricFields fields)
        {
            if (metric.MarginsOf(fields, dataset) is { } margins)
            {
                return new(fields, dataset, predictions) { Margins = margins };
            }

            return batches.TryGetValue(fields, out MetricBatch? known)
                ? known
                : batches[fields] = new(fields, dataset, predictions);
        }
    }

    /// <summary>Refuses more or fewer predictions than examples.</summary>
    public static void CheckCount(Dataset dataset, ExampleTable predictions)
    {
        if (predictions.Count != dataset.Count)
        {
            throw new LitException(
                $"Dataset '{dataset.Name}': expected {dataset.Count} predictions, one for each example; found {predictions.Count}.");
        }
    }

    /// <summary>Says that a metric finds no prediction of its kind.</summary>
    public static LitException NothingToScore(Metric metric, Dataset dataset, ExampleTable predictions)
        => new(
            $"{metric.Name} cannot run: expected a prediction that it can score, with a parent in the dataset; found "
            + $"{string.Join(", ", predictions.Spec.Select(f => $"{f.Key} ({f.Value.GetType().Name}, parent '{(f.Value as IHasParent)?.Parent}')"))} "
            + $"and a dataset of {string.Join(", ", dataset.Spec.Keys)}.");

    private static MetricState Score(Metric metric, MetricFields fields, MetricBatch batch, int[] rows)
    {
        MetricState state = metric.CreateState(fields);
        state.Add(batch, rows);
        return state;
    }
}
