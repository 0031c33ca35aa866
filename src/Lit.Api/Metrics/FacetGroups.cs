using System.Globalization;
using Lit.Types;

namespace Lit.Api.Metrics;

/// <summary>The rows of each value of a facet.</summary>
internal static class FacetGroups
{
    private const string NoValue = "(none)";

    public static List<(string Value, int[] Rows)> Of(Facet facet, Dataset dataset)
    {
        Column column = dataset.Column(facet.Field);
        double[]? numbers = TryReadNumbers(column, dataset.Spec.GetValueOrDefault(facet.Field));
        var groups = numbers is null ? ByValue(column)
            : facet.Edges.Count > 0 ? ByEdge(facet.Edges, numbers)
            : ByNumber(facet, column, numbers);
        CheckCount(facet, dataset, groups.Count);
        return [.. groups.Select(group => (group.Key, group.Value.ToArray()))];
    }

    /// <summary>Refuses a facet whose groups would depend on examples that are still to come.</summary>
    public static void CheckStreams(Facet facet, Dataset batch)
    {
        if (facet.Edges.Count == 0
            && TryReadNumbers(batch.Column(facet.Field), batch.Spec.GetValueOrDefault(facet.Field)) is not null)
        {
            throw new LitException(
                $"Dataset '{batch.Name}', facet '{facet.Field}': expected the bounds of its ranges, as a stream shows no more "
                + $"than one batch of its numbers at a time; found none. Set {nameof(Facet.Edges)}.");
        }
    }

    /// <summary>Refuses a facet of too many groups.</summary>
    public static void CheckCount(Facet facet, Dataset dataset, int groups)
    {
        if (groups > facet.MostGroups)
        {
            throw new LitException(
                $"Dataset '{dataset.Name}', facet '{facet.Field}': expected at most {facet.MostGroups} groups, found "
                + $"{groups}. Take a field with fewer values, or raise {nameof(Facet.MostGroups)}.");
        }
    }

    /// <summary>The place of a group among those of its facet, whichever of them occur.</summary>
    public static int Order(Facet facet, string a, string b)
    {
        if (facet.Edges.Count == 0)
        {
            return string.CompareOrdinal(a, b);
        }

        string[] names = [.. EdgeNames(facet.Edges), NoValue];
        return Array.IndexOf(names, a).CompareTo(Array.IndexOf(names, b));
    }

    private static OrderedDictionary<string, List<int>> ByValue(Column column)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int row = 0; row < column.Count; row++)
        {
            foreach (string value in ValuesOf(column[row]))
            {
                Add(groups, value, row);
            }
        }

        return new(groups.OrderBy(group => group.Key, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static IEnumerable<string> ValuesOf(object? value) => value switch
    {
        null => [NoValue],
        string text => [text],
        IReadOnlyList<string> items => items.Count == 0 ? [NoValue] : items.Distinct(StringComparer.Ordinal),
        IReadOnlyList<ScoredText> items => items.Count == 0 ? [NoValue] : items.Select(item => item.Text).Distinct(StringComparer.Ordinal),
        IFormattable other => [other.ToString(null, CultureInfo.InvariantCulture)],
        _ => [value.ToString() ?? NoValue],
    };

    private static double[]? TryReadNumbers(Column column, LitType? type)
    {
        if (column is not (DoubleColumn or LongColumn) && type is not (Scalar or Integer))
        {
            return null;
        }

        double[] numbers = new double[column.Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = column[row] switch
            {
                double number => number,
                long number => number,
                int number => number,
                float number => number,
                _ => double.NaN,
            };
        }

        return numbers;
    }

    private static OrderedDictionary<string, List<int>> ByEdge(ValueList<double> edges, double[] numbers)
    {
        double[] bounds = [.. edges];
        string[] names = [.. EdgeNames(edges), NoValue];
        List<int>[] rows = [.. names.Select(_ => new List<int>())];
        for (int row = 0; row < numbers.Length; row++)
        {
            int place = Array.BinarySearch(bounds, numbers[row]);
            rows[double.IsNaN(numbers[row]) ? bounds.Length + 1 : place >= 0 ? place + 1 : ~place].Add(row);
        }

        return new(
            names.Zip(rows, KeyValuePair.Create).Where(group => group.Value.Count > 0),
            StringComparer.Ordinal);
    }

    private static IEnumerable<string> EdgeNames(ValueList<double> edges)
        =>
        [
            $"< {Text(edges[0])}",
            .. edges.Zip(edges.Skip(1), (low, high) => $"[{Text(low)}, {Text(high)})"),
            $">= {Text(edges[^1])}",
        ];

    private static OrderedDictionary<string, List<int>> ByNumber(Facet facet, Column column, double[] numbers)
    {
        double[] sorted = [.. numbers.Where(double.IsFinite).Order()];
        double[] distinct = [.. sorted.Distinct()];
        var groups = new OrderedDictionary<string, List<int>>(StringComparer.Ordinal);
        bool each = column is LongColumn && distinct.Length <= facet.Bins;
        double[] starts = each || sorted.Length == 0
            ? distinct
            : [.. Enumerable.Range(0, facet.Bins)
                .Select(bin => sorted[(int)((long)bin * sorted.Length / facet.Bins)])
                .Distinct()];
        foreach (int bin in Enumerable.Range(0, starts.Length))
        {
            groups[Name(bin)] = [];
        }

        List<int> without = [];
        for (int row = 0; row < numbers.Length; row++)
        {
            if (double.IsFinite(numbers[row]))
            {
                int bin = Array.BinarySearch(starts, numbers[row]);
                groups[Name(bin >= 0 ? bin : ~bin - 1)].Add(row);
            }
            else
            {
                without.Add(row);
            }
        }

        if (without.Count > 0)
        {
            groups[NoValue] = without;
        }

        return groups;

        string Name(int bin) => each
            ? Text(starts[bin])
            : bin + 1 < starts.Length
                ? $"[{Text(starts[bin])}, {Text(starts[bin + 1])})"
                : $"[{Text(starts[bin])}, {Text(sorted[^1])}]";
    }

    private static string Text(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    private static void Add(Dictionary<string, List<int>> groups, string value, int row)
    {
        if (!groups.TryGetValue(value, out List<int>? rows))
        {
            groups[value] = rows = [];
        }

        rows.Add(row);
    }
}
