using System.Numerics.Tensors;

namespace Lit.Types.Validation;

/// <summary>Compares the lengths of fields that go together item by item.</summary>
internal static class Alignment
{
    /// <summary>Checks a value against the lists of the same record that its type is aligned with.</summary>
    public static IEnumerable<SpecMismatch> Check(
        Spec spec,
        string field,
        LitType type,
        object value,
        IReadOnlyDictionary<string, object?> record)
    {
        foreach (var (attribute, target) in type.References.Select(reference => (reference.Attribute, reference.Field)))
        {
            if (spec.GetValueOrDefault(target) is not Tokens
                || !record.TryGetValue(target, out object? aligned)
                || aligned is not IReadOnlyList<string> tokens)
            {
                continue;
            }

            if (LengthOf(value, attribute) is { } length && length != tokens.Count)
            {
                yield return new(field, $"{tokens.Count} items, one for each of '{target}'", $"{length}");
            }
            else if (LastOf(value, attribute) is { } last && last > tokens.Count)
            {
                yield return new(field, $"positions up to {tokens.Count}, the number of '{target}'", $"{last}");
            }
        }
    }

    /// <summary>How many items a value has for the tokens that an attribute names; null if that is not fixed.</summary>
    private static long? LengthOf(object value, string attribute) => (attribute, value) switch
    {
        (nameof(TokenGradients.Align), Tensor<float> { Rank: 2 } rows) => rows.Lengths[0],
        (nameof(AttentionHeads.AlignIn), Tensor<float> { Rank: 3 } heads) => heads.Lengths[1],
        (nameof(AttentionHeads.AlignOut), Tensor<float> { Rank: 3 } heads) => heads.Lengths[2],
        (nameof(SequenceTags.Align), IReadOnlyList<string> tags) => tags.Count,
        (nameof(TokenScores.Align), IReadOnlyList<double> scores) => scores.Count,
        (nameof(TokenTopKPreds.Align), IReadOnlyList<IReadOnlyList<ScoredText>> candidates) => candidates.Count,
        (nameof(SubwordOffsets.AlignIn), IReadOnlyList<int> offsets) => offsets.Count,
        _ => null,
    };

    /// <summary>The position after the last token that a value speaks of; null if it does not count tokens.</summary>
    private static int? LastOf(object value, string attribute) => (attribute, value) switch
    {
        (nameof(SpanLabels.Align), IReadOnlyList<SpanLabel?> spans)
            => spans.Max(span => span?.End),
        (nameof(EdgeLabels.Align), IReadOnlyList<EdgeLabel?> edges)
            => edges.Max(edge => edge is null ? null : (int?)Math.Max(edge.Span1.End, edge.Span2?.End ?? 0)),
        (nameof(SubwordOffsets.AlignOut), IReadOnlyList<int> offsets)
            => offsets.Max(offset => (int?)offset + 1),
        _ => null,
    };
}
