namespace Lit.Types.Checks;

/// <summary>Checks of the items of lists; each stops at the first item that is wrong.</summary>
internal static class ListChecks
{
    public static IEnumerable<SpecMismatch> NoNull<T>(string field, string items, IReadOnlyList<T> list)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] is null)
            {
                yield return new(field, items, $"null at position {i}");
                yield break;
            }
        }
    }

    public static IEnumerable<SpecMismatch> InVocabulary(
        string field,
        Vocabulary? vocabulary,
        IEnumerable<string> labels)
    {
        if (vocabulary is { Count: > 0 } && labels.FirstOrDefault(label => !vocabulary.Contains(label)) is { } unknown)
        {
            yield return new(field, $"labels among {vocabulary}", Mismatch.Label(unknown));
        }
    }

    public static IEnumerable<SpecMismatch> Finite(string field, IReadOnlyList<double> numbers)
    {
        for (int i = 0; i < numbers.Count; i++)
        {
            if (!double.IsFinite(numbers[i]))
            {
                yield return new(field, "finite numbers", $"{Mismatch.Number(numbers[i])} at position {i}");
                yield break;
            }
        }
    }

    /// <summary>Every candidate has a text and, if asked, a finite score.</summary>
    public static IEnumerable<SpecMismatch> Candidates(
        string field,
        IReadOnlyList<ScoredText> candidates,
        CheckRules rules)
    {
        for (int i = 0; i < candidates.Count; i++)
        {
            if (candidates[i].Text is null)
            {
                yield return new(field, "candidates with a text", $"none at position {i}");
                yield break;
            }

            if (rules == CheckRules.Strict && candidates[i].Score is { } score && !double.IsFinite(score))
            {
                yield return new(field, "finite scores", $"{Mismatch.Number(score)} at position {i}");
                yield break;
            }
        }
    }

    /// <summary>Scores never rise; candidates without one do not count.</summary>
    public static IEnumerable<SpecMismatch> Falling(string field, int token, IReadOnlyList<ScoredText> candidates)
    {
        double least = double.PositiveInfinity;
        foreach (var candidate in candidates)
        {
            if (candidate.Score > least)
            {
                yield return new(
                    field,
                    "scores that never rise",
                    $"{Mismatch.Number(candidate.Score.Value)} after {Mismatch.Number(least)} at token {token}");
                yield break;
            }

            least = candidate.Score < least ? candidate.Score.Value : least;
        }
    }

    public static IEnumerable<SpecMismatch> Span(string field, int start, int end)
    {
        if (start < 0 || end < start)
        {
            yield return new(
                field,
                "spans that start at 0 or later and end no earlier than they start",
                $"{start} to {end}");
        }
    }
}
