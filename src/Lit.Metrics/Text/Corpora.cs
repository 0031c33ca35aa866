namespace Lit.Metrics.Text;

/// <summary>Runs a counter over many texts; what is wrong with one names its row.</summary>
internal static class Corpora
{
    public static double[] Sum(TextCounter counter, ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references)
    {
        SameLength(hypotheses.Length, references.Length, "references", nameof(references));
        double[] sums = new double[counter.SumCount], own = new double[counter.SumCount];
        for (int row = 0; row < hypotheses.Length; row++)
        {
            Text(hypotheses[row], row, nameof(hypotheses));
            Text(references[row], row, nameof(references));
            Add(counter, hypotheses[row], new(in references[row]), own, sums);
        }

        return sums;
    }

    public static double[] Sum(
        TextCounter counter, ReadOnlySpan<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        SameLength(hypotheses.Length, references.Count, "lists of references", nameof(references));
        double[] sums = new double[counter.SumCount], own = new double[counter.SumCount];
        for (int row = 0; row < hypotheses.Length; row++)
        {
            Text(hypotheses[row], row, nameof(hypotheses));
            Add(counter, hypotheses[row], References(references[row], row), own, sums);
        }

        return sums;
    }

    /// <summary>What each text adds, row by row.</summary>
    public static double[] Measure(TextCounter counter, ReadOnlySpan<string> hypotheses, ReadOnlySpan<string> references)
    {
        SameLength(hypotheses.Length, references.Length, "references", nameof(references));
        double[] rows = new double[hypotheses.Length * counter.SumCount];
        for (int row = 0; row < hypotheses.Length; row++)
        {
            Text(hypotheses[row], row, nameof(hypotheses));
            Text(references[row], row, nameof(references));
            counter.Count(hypotheses[row], new(in references[row]), rows.AsSpan(row * counter.SumCount, counter.SumCount));
        }

        return rows;
    }

    public static double[] Sum(TextCounter counter, string hypothesis, ReadOnlySpan<string> references)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        if (references.IsEmpty)
        {
            throw new ArgumentException("Expected at least one reference, found none.", nameof(references));
        }

        for (int i = 0; i < references.Length; i++)
        {
            Text(references[i], i, nameof(references));
        }

        double[] sums = new double[counter.SumCount];
        counter.Count(hypothesis, references, sums);
        return sums;
    }

    private static ReadOnlySpan<string> References(IReadOnlyList<string>? references, int row)
    {
        string[] texts = [.. references ?? []];
        if (texts.Length == 0)
        {
            throw new ArgumentException($"Expected at least one reference, found none in row {row}.", nameof(references));
        }

        foreach (string text in texts)
        {
            Text(text, row, nameof(references));
        }

        return texts;
    }

    private static void Add(
        TextCounter counter, string hypothesis, ReadOnlySpan<string> references, double[] own, double[] sums)
    {
        Array.Clear(own);
        counter.Count(hypothesis, references, own);
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += own[i];
        }
    }

    private static void SameLength(int expected, int found, string what, string parameter)
    {
        if (expected != found)
        {
            throw new ArgumentException($"Expected {expected} {what}, one for each text; found {found}.", parameter);
        }
    }

    private static void Text(string? text, int row, string parameter)
    {
        if (text is null)
        {
            throw new ArgumentException($"Expected a text, found null in row {row}.", parameter);
        }
    }
}
