using System.Buffers;
using System.Runtime.InteropServices;
using Lit.Types;

namespace Lit.Api;

/// <summary>Says what a dataset looks like.</summary>
public static class DatasetSummaries
{
    private static readonly SearchValues<char> Blanks =
        SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(char.IsWhiteSpace)]);

    extension(Dataset dataset)
    {
        /// <summary>Counts labels, measures texts and finds the range of numbers; one pass over each column.</summary>
        /// <returns>A summary of each field, in the order of the spec.</returns>
        public DatasetSummary Summarize()
            => new(dataset.Name, dataset.Count, [.. dataset.Spec.Select(field => Summarize(field.Key, field.Value, dataset.Column(field.Key)))]);
    }

    private static FieldSummary Summarize(string field, LitType type, Column column)
    {
        int missing = column.HasNulls ? Enumerable.Range(0, column.Count).Count(column.IsNull) : 0;
        return (type, column) switch
        {
            (CategoryLabel label, _) => Categories(field, type.GetType().Name, missing, column, label.Vocab),
            (BooleanLitType, _) => Categories(field, type.GetType().Name, missing, column, null),
            (TextSegment or StringLitType, StringColumn texts) => Texts(field, type.GetType().Name, missing, texts),
            (_, DoubleColumn or LongColumn) => Numbers(field, type.GetType().Name, missing, column),
            (_, TensorColumn tensors) => new OtherSummary(field, type.GetType().Name, missing, $"[{string.Join(", ", tensors.RowShape.ToArray())}]"),
            _ => new OtherSummary(field, type.GetType().Name, missing, ""),
        };
    }

    private static CategorySummary Categories(string field, string type, int missing, Column column, Vocabulary? vocabulary)
    {
        var counts = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string label in vocabulary ?? [])
        {
            counts[label] = 0;
        }

        int known = counts.Count;
        for (int i = 0; i < column.Count; i++)
        {
            if (column[i] is { } value)
            {
                string label = value is bool truth ? (truth ? "true" : "false") : value.ToString()!;
                counts[label] = counts.GetValueOrDefault(label) + 1;
            }
        }

        var all = counts.Select(count => new ValueCount(count.Key, count.Value)).ToArray();
        return new(field, type, missing, [.. all.Take(known), .. all.Skip(known).OrderByDescending(count => count.Count)]);
    }

    private static TextSummary Texts(string field, string type, int missing, StringColumn column)
    {
        var words = new List<double>(column.Count);
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        int empty = 0;
        for (int i = 0; i < column.Count; i++)
        {
            if (!column.IsNull(i) && column[i] is string text)
            {
                int count = CountWords(text);
                words.Add(count);
                distinct.Add(text);
                empty += count == 0 ? 1 : 0;
            }
        }

        return new(field, type, missing, empty, distinct.Count, FiveNumbers.Of(CollectionsMarshal.AsSpan(words)));
    }

    private static int CountWords(ReadOnlySpan<char> text)
    {
        int words = 0;
        while (text.IndexOfAnyExcept(Blanks) is var start and >= 0)
        {
            words++;
            text = text[start..];
            int end = text.IndexOfAny(Blanks);
            text = end < 0 ? [] : text[end..];
        }

        return words;
    }

    private static NumberSummary Numbers(string field, string type, int missing, Column column)
    {
        var finite = new List<double>(column.Count);
        for (int i = 0; i < column.Count; i++)
        {
            if (!column.IsNull(i))
            {
                double value = column is DoubleColumn doubles ? doubles.Values[i] : ((LongColumn)column).Values[i];
                if (double.IsFinite(value))
                {
                    finite.Add(value);
                }
            }
        }

        int notFinite = column.Count - missing - finite.Count;
        return new(field, type, missing, notFinite, FiveNumbers.Of(CollectionsMarshal.AsSpan(finite)));
    }
}
