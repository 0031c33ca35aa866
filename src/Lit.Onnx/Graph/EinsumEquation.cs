namespace Lit.Onnx.Graph;

/// <summary>An equation of Einsum with a letter for every dimension.</summary>
/// <param name="Terms">The letters of each operand.</param>
/// <param name="Output">The letters of the result.</param>
internal sealed record EinsumEquation(string[] Terms, string Output)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Replaces dots by letters and works out the result where it is left out.</summary>
    /// <param name="equation">The equation as the file has it.</param>
    /// <param name="ranks">How many dimensions each operand has; null where that is not known.</param>
    /// <returns>Null if the equation does not fit the operands, or the meaning of dots is not known.</returns>
    public static EinsumEquation? Parse(string equation, IReadOnlyList<int?> ranks)
    {
        string text = string.Concat(equation.Where(c => !char.IsWhiteSpace(c)));
        string[] sides = text.Split("->");
        string[] terms = sides[0].Split(',');
        if (terms.Length != ranks.Count || sides.Length > 2)
        {
            return null;
        }

        string free = string.Concat(Alphabet.Where(c => !text.Contains(c, StringComparison.Ordinal)));
        int dots = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            if (Dots(terms[i]) is not { } at)
            {
                continue;
            }

            if (ranks[i] is not { } rank || rank < terms[i].Length - 3 || rank - terms[i].Length + 3 > free.Length)
            {
                return null;
            }

            int count = rank - (terms[i].Length - 3);
            dots = Math.Max(dots, count);

            // Aligned at the end, as broadcasting is.
            terms[i] = $"{terms[i][..at]}{Repeated(free, count)}{terms[i][(at + 3)..]}";
        }

        string repeated = Repeated(free, dots);
        string output = sides.Length == 2
            ? sides[1].Replace("...", repeated, StringComparison.Ordinal)
            : repeated + string.Concat(terms.SelectMany(t => t).GroupBy(c => c)
                .Where(g => g.Count() == 1 && !repeated.Contains(g.Key, StringComparison.Ordinal)).Select(g => g.Key).Order());
        bool fits = terms.Zip(ranks).All(p => p.Second is null || p.First.Length == p.Second)
            && output.All(c => terms.Any(t => t.Contains(c, StringComparison.Ordinal)))
            && string.Concat(terms).All(char.IsAsciiLetter);
        return fits ? new(terms, output) : null;
    }

    /// <summary>The letters of the last so many repeated dimensions, the last letter being that of the last one.</summary>
    private static string Repeated(string free, int count) => string.Concat(free[..count].Reverse());

    private static int? Dots(string term) => term.IndexOf("...", StringComparison.Ordinal) is >= 0 and var at ? at : null;
}
