namespace Lit.Metrics.Text.Tags;

/// <summary>Reads spans off the tags of tokens, and scores predicted spans against true ones.</summary>
/// <remarks>
/// A span is right when its type and both ends are. Rules are those of seqeval, which follows conlleval (E. Tjong Kim
/// Sang, S. Buchholz: Introduction to the CoNLL-2000 Shared Task, 2000). In strict schemes a broken span counts
/// nothing, and a tag of another scheme is an <see cref="ArgumentException"/> that names sequence and token.
/// </remarks>
public static class TagSpans
{
    /// <summary>The spans of a sequence, in their order.</summary>
    /// <param name="tags">One for each token, such as <c>B-PER</c>.</param>
    /// <param name="scheme">How they are to be read.</param>
    /// <exception cref="ArgumentException">A tag is not of the scheme; the message names the token.</exception>
    public static IReadOnlyList<TagSpan> Read(IReadOnlyList<string> tags, TagScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var reader = new TagReader(scheme);
        List<TypedRange> spans = [];
        try
        {
            reader.Read(tags, "tag", spans);
        }
        catch (FormatException problem)
        {
            throw new ArgumentException(problem.Message, nameof(tags));
        }

        return [.. spans.Select(span => new TagSpan(reader.TypeName(span.Type), span.Start, span.End))];
    }

    /// <summary>Scores predicted spans.</summary>
    /// <param name="labels">The true tags of each sequence.</param>
    /// <param name="predictions">As many predicted tags.</param>
    /// <param name="scheme">How both are to be read.</param>
    /// <returns>Precision, recall and F1 are 0 where nothing was predicted or true.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths differ, or a tag is not of the scheme; the message names the sequence.
    /// </exception>
    public static SpanScore Score(
        IReadOnlyList<IReadOnlyList<string>> labels, IReadOnlyList<IReadOnlyList<string>> predictions, TagScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        Spans.SameLength(labels.Count, predictions.Count, "sequences of predicted tags", nameof(predictions));
        var state = new SpanState(new SpanMetrics { Scheme = scheme });
        for (int row = 0; row < labels.Count; row++)
        {
            ArgumentNullException.ThrowIfNull(labels[row]);
            ArgumentNullException.ThrowIfNull(predictions[row]);
            try
            {
                state.Add(labels[row], predictions[row]);
            }
            catch (FormatException problem)
            {
                throw new ArgumentException($"Sequence {row}: {problem.Message}", nameof(predictions));
            }
        }

        return state.Score();
    }
}
