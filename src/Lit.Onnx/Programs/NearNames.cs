namespace Lit.Onnx.Programs;

/// <summary>Finds what a misspelt name may have meant.</summary>
internal static class NearNames
{
    private const int Shown = 3;

    /// <summary>The names that differ least, if they differ little.</summary>
    public static string[] Of(string name, IEnumerable<string> names)
    {
        int limit = Math.Max(2, name.Length / 3);
        return
        [
            .. names.Distinct(StringComparer.Ordinal)
                .Select(candidate => (Name: candidate, Distance: Contains(candidate, name) ? 1 : Distance(name, candidate, limit)))
                .Where(candidate => candidate.Distance <= limit)
                .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name.Length)
                .Take(Shown).Select(candidate => candidate.Name),
        ];
    }

    private static bool Contains(string candidate, string name) =>
        name.Length > 2 && candidate.Contains(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>How many letters are to be changed, added or left out; more than the limit if it is more than that.</summary>
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
        {
            return limit + 1;
        }

        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = corner + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
