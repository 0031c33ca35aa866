using Lit.Api.Metrics;
using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>Reads texts out of predictions and labels.</summary>
internal static class TextFields
{
    /// <summary>
    /// The text to score, of candidates the first, empty when there are none; null for no prediction.
    /// </summary>
    public static string? Hypothesis(MetricBatch batch, int row) => batch.Fields.Prediction is GeneratedTextCandidates
        ? batch.TryGetPrediction(row, out IReadOnlyList<ScoredText> candidates) ? GeneratedTextCandidates.TopText(candidates) : null
        : batch.TryGetPrediction(row, out string text) ? text : null;

    /// <summary>The texts to compare with; empty when there are none.</summary>
    public static ReadOnlySpan<string> References(MetricBatch batch, int row)
    {
        if (batch.Fields.Label is not ReferenceTexts)
        {
            return batch.TryGetLabel(row, out string text) ? new[] { text } : [];
        }

        return batch.TryGetLabel(row, out IReadOnlyList<ScoredText> references)
            ? references.Select(reference => reference.Text).ToArray()
            : [];
    }
}
