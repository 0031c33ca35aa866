using System.Collections.Concurrent;
using Lit.Api;
using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>A metric of texts that a model wrote, against one reference each or several.</summary>
/// <remarks>
/// Predictions are <see cref="GeneratedText"/>, or <see cref="GeneratedTextCandidates"/> of which the first is scored;
/// its scores have <c>@1</c> after their names, as in LIT. Labels are texts, or <see cref="ReferenceTexts"/>. Examples
/// without a text, or without any reference, are left out and counted. What one text adds to the sums is all that
/// intervals and comparisons need; no text is read twice.
/// </remarks>
public abstract class TextMetric : AdditiveMetric
{
    private const string OfCandidates = "@1";

    private readonly ConcurrentBag<TextCounter> _counters = [];
    private Spec? _metaSpec;

    private protected TextMetric()
    {
    }

    /// <inheritdoc />
    public sealed override Spec MetaSpec => _metaSpec ??= Describe();

    /// <inheritdoc />
    public override IReadOnlyList<string> Headlines => [.. Scores.Take(4).SelectMany(Names)];

    /// <summary>
    /// Whether to take the labels that LIT takes: categories and addresses, but no <see cref="ReferenceTexts"/>.
    /// </summary>
    /// <value>False by default: a category is no text to compare with.</value>
    public bool LitCompatible { get; init; }

    private protected abstract IReadOnlyList<TextScore> Scores { get; }

    /// <inheritdoc />
    public override Compatibility CheckFields(LitType prediction, LitType? label)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        List<SpecMismatch> mismatches = [];
        if (prediction is not (GeneratedText or GeneratedTextCandidates))
        {
            mismatches.Add(new(
                "prediction", $"{nameof(GeneratedText)} or {nameof(GeneratedTextCandidates)}", prediction.GetType().Name));
        }

        if (!TakesLabel(label))
        {
            mismatches.Add(new("label", LabelsTaken, label?.GetType().Name ?? "no label"));
        }

        return new(mismatches);
    }

    /// <inheritdoc />
    public override MetricState CreateState(MetricFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        CheckFields(fields.Prediction, fields.Label).ThrowIfIncompatible(Name);
        return base.CreateState(fields);
    }

    /// <summary>Scores texts with one reference each.</summary>
    /// <param name="hypotheses">The texts.</param>
    /// <param name="references">One for each.</param>
    /// <param name="intervals">How the uncertainty of scores is found; null: 95 % from 1000 resamples.</param>
    public IReadOnlyList<MetricValue> Compute(
        IReadOnlyList<string> hypotheses, IReadOnlyList<string> references, IntervalOptions? intervals = null)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        return Compute(hypotheses, new TextSegment(), new StringColumn(references.ToArray()), intervals);
    }

    /// <summary>Scores texts with several references each.</summary>
    /// <param name="hypotheses">The texts.</param>
    /// <param name="references">For each of them its references.</param>
    /// <param name="intervals">How the uncertainty of scores is found; null: 95 % from 1000 resamples.</param>
    public IReadOnlyList<MetricValue> Compute(
        IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, IntervalOptions? intervals = null)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        object?[] texts = [.. references.Select(list => list.Select(text => new ScoredText(text)).ToArray())];
        return Compute(hypotheses, new ReferenceTexts(), new ObjectColumn(texts), intervals);
    }

    /// <inheritdoc />
    protected sealed override int SumCount
    {
        get
        {
            TextCounter counter = Take();
            _counters.Add(counter);
            return counter.SumCount;
        }
    }

    /// <inheritdoc />
    protected sealed override bool TryMeasure(MetricBatch batch, int row, Span<double> sums)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (TextFields.Hypothesis(batch, row) is not { } hypothesis)
        {
            return false;
        }

        // One reference needs no list.
        ReadOnlySpan<string> references = batch.Label(row) is string text ? new(in text) : References(batch, row);
        if (references.IsEmpty)
        {
            return false;
        }

        TextCounter counter = Take();
        counter.Count(hypothesis, references, sums);
        _counters.Add(counter);
        return true;
    }

    /// <inheritdoc />
    protected sealed override void Score(ReadOnlySpan<double> sums, double count, Span<double> scores)
    {
        Span<double> values = stackalloc double[Scores.Count];
        Evaluate(sums, count, values);
        for (int i = 0; i < values.Length; i++)
        {
            scores[2 * i] = scores[(2 * i) + 1] = values[i];
        }
    }

    /// <inheritdoc />
    protected sealed override bool Reports(string score, MetricFields fields)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(fields);
        return score.EndsWith(OfCandidates, StringComparison.Ordinal) == fields.Prediction is GeneratedTextCandidates;
    }

    /// <inheritdoc />
    protected sealed override (double Least, double Greatest) RangeOf(string score)
    {
        TextScore found = Scores.First(known => Names(known).Contains(score));
        return (found.Least, found.Greatest);
    }

    /// <inheritdoc />
    protected override string UndefinedBecause(string score) => "the references are empty";

    private protected virtual string LabelsTaken => $"a text or {nameof(ReferenceTexts)}";

    private protected virtual bool TakesLabel(LitType? label)
        => LitCompatible ? label is StringLitType : label is ReferenceTexts or (StringLitType and not CategoryLabel);

    private protected virtual ReadOnlySpan<string> References(MetricBatch batch, int row) => TextFields.References(batch, row);

    private protected abstract TextCounter CreateCounter();

    /// <summary>The scores that follow from sums over examples.</summary>
    private protected abstract void Evaluate(ReadOnlySpan<double> sums, double count, Span<double> values);

    /// <summary>What each text adds to the sums, row by row.</summary>
    internal double[] Measure(ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references, out int width)
    {
        TextCounter counter = CreateCounter();
        width = counter.SumCount;
        return Corpora.Measure(counter, hypotheses, references);
    }

    /// <summary>The first score that follows from sums.</summary>
    internal double FirstScore(ReadOnlySpan<double> sums, double count)
    {
        Span<double> values = stackalloc double[Scores.Count];
        Evaluate(sums, count, values);
        return values[0];
    }

    private static IEnumerable<string> Names(TextScore score) => [score.Name, score.Name + OfCandidates];

    private TextCounter Take() => _counters.TryTake(out TextCounter? counter) ? counter : CreateCounter();

    private Spec Describe() => Spec.Create(
    [
        .. Scores.SelectMany(score => Names(score).Select((name, i) => KeyValuePair.Create<string, LitType>(
            name,
            new MetricResult
            {
                BestValue = score.Best,
                Description = i == 0 ? score.Description : score.Description + " Of the first candidate of each example.",
            }))),
    ]);

    private IReadOnlyList<MetricValue> Compute(
        IReadOnlyList<string> hypotheses, LitType label, Column references, IntervalOptions? intervals)
    {
        var fields = new MetricFields("hypothesis", new GeneratedText { Parent = "reference" }, "reference", label);
        var batch = new MetricBatch(fields, references, new StringColumn(hypotheses.ToArray()));
        MetricState state = CreateState(fields);
        state.Add(batch, [.. Enumerable.Range(0, batch.Count)]);
        return state.Compute(intervals ?? new());
    }
}
