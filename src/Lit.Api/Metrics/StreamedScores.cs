using Lit.Types;

namespace Lit.Api.Metrics;

/// <summary>The states of metrics over the batches of a stream that were seen so far.</summary>
internal sealed class StreamedScores(IReadOnlyList<Metric> metrics, IReadOnlyList<Facet> facets)
{
    private readonly List<Part> _parts = [];
    private string _dataset = "";
    private int _batches;

    /// <summary>Takes in the next batch.</summary>
    public void Add(PredictionBatch batch)
    {
        _batches++;
        if (batch?.Examples is null || batch.Predictions is null)
        {
            throw Wrong("examples and their predictions", batch?.Examples is null ? "no examples" : "no predictions");
        }

        if (batch.Predictions.Count != batch.Examples.Count)
        {
            throw Wrong(
                $"{batch.Examples.Count} predictions, one for each example of dataset '{batch.Examples.Name}'",
                batch.Predictions.Count == 0 ? "no predictions" : $"{batch.Predictions.Count}");
        }

        if (_batches == 1)
        {
            Begin(batch);
        }

        CheckFields(batch);
        try
        {
            Score(batch);
        }
        catch (LitException error)
        {
            throw new LitException($"Batch {_batches} of the stream: {error.Message}", error);
        }
    }

    /// <summary>The scores of all batches.</summary>
    public EvaluationResult ToResult(IntervalOptions intervals)
    {
        if (_batches == 0)
        {
            throw new LitException("Expected a stream of at least one batch of predictions; found none. An empty batch will do.");
        }

        return new(_dataset, [.. _parts.Select(part => part.ToEvaluation(facets, intervals))]);
    }

    private void Begin(PredictionBatch batch)
    {
        _dataset = batch.Examples.Name;
        foreach (Metric metric in metrics)
        {
            int before = _parts.Count;
            _parts.AddRange(metric.FindFields(batch.Predictions.Spec, batch.Examples.Spec).Select(fields => new Part(metric, fields)));
            if (_parts.Count == before)
            {
                throw Evaluation.NothingToScore(metric, batch.Examples, batch.Predictions);
            }
        }
    }

    /// <summary>States of other classes or labels would not add up.</summary>
    private void CheckFields(PredictionBatch batch)
    {
        foreach (MetricFields fields in _parts.Select(part => part.Fields).Distinct())
        {
            LitType? prediction = batch.Predictions.Spec.GetValueOrDefault(fields.PredictionField);
            if (!fields.Prediction.Equals(prediction))
            {
                throw Wrong(
                    $"predictions '{fields.PredictionField}' of the type that the first batch has, {fields.Prediction}",
                    prediction?.ToString() ?? "no such field");
            }

            LitType? label = fields.LabelField is { } name ? batch.Examples.Spec.GetValueOrDefault(name) : null;
            if (!Equals(fields.Label, label))
            {
                throw Wrong(
                    $"labels '{fields.LabelField}' of the type that the first batch has, {fields.Label}",
                    label?.ToString() ?? "no such field");
            }
        }
    }

    private void Score(PredictionBatch batch)
    {
        int[] all = [.. Enumerable.Range(0, batch.Examples.Count)];
        var groups = new List<(string Value, int[] Rows)>[facets.Count];
        for (int i = 0; i < groups.Length; i++)
        {
            FacetGroups.CheckStreams(facets[i], batch.Examples);
            groups[i] = FacetGroups.Of(facets[i], batch.Examples);
        }

        var decoded = new Dictionary<MetricFields, MetricBatch>();
        foreach (Part part in _parts)
        {
            if (!decoded.TryGetValue(part.Fields, out MetricBatch? rows))
            {
                rows = decoded[part.Fields] = new(part.Fields, batch.Examples, batch.Predictions);
            }

            if (part.Metric.MarginsOf(part.Fields, batch.Examples) is { } margins)
            {
                rows = new(part.Fields, batch.Examples, batch.Predictions) { Margins = margins };
            }

            part.Whole.Add(rows, all);
            for (int i = 0; i < groups.Length; i++)
            {
                foreach ((string value, int[] own) in groups[i])
                {
                    part.Of(i, value).Add(rows, own);
                }

                FacetGroups.CheckCount(facets[i], batch.Examples, part.Groups(i));
            }
        }
    }

    private LitException Wrong(string expected, string found)
        => new($"Batch {_batches} of the stream: expected {expected}; found {found}.");

    /// <summary>A state, and how many examples went into it.</summary>
    private sealed class Fold(MetricState state)
    {
        public MetricState State { get; } = state;

        public int Examples { get; private set; }

        public void Add(MetricBatch batch, int[] rows)
        {
            State.Add(batch, rows);
            Examples = checked(Examples + rows.Length);
        }
    }

    /// <summary>What a metric has seen of two fields, overall and by facet.</summary>
    private sealed class Part(Metric metric, MetricFields fields)
    {
        private readonly Dictionary<(int Facet, string Value), Fold> _folds = [];

        public Metric Metric => metric;

        public MetricFields Fields => fields;

        public Fold Whole { get; } = new(metric.CreateState(fields));

        public Fold Of(int facet, string value)
            => _folds.TryGetValue((facet, value), out Fold? known)
                ? known
                : _folds[(facet, value)] = new(metric.CreateState(fields));

        public int Groups(int facet) => _folds.Keys.Count(key => key.Facet == facet);

        public FieldEvaluation ToEvaluation(IReadOnlyList<Facet> facets, IntervalOptions intervals)
        {
            List<FacetEvaluation> parts = [];
            for (int i = 0; i < facets.Count; i++)
            {
                Facet facet = facets[i];
                parts.AddRange(_folds
                    .Where(own => own.Key.Facet == i)
                    .OrderBy(own => own.Key.Value, Comparer<string>.Create((a, b) => FacetGroups.Order(facet, a, b)))
                    .Select(own => new FacetEvaluation(
                        facet.Field, own.Key.Value, own.Value.Examples, own.Value.State.Compute(intervals), own.Value.State)));
            }

            return new(metric, fields, Whole.Examples, Whole.State.Compute(intervals), parts, Whole.State);
        }
    }
}
