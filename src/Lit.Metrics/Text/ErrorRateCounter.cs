using System.Runtime.InteropServices;
using System.Text;
using Lit.Metrics.Text.Matching;
using Lit.Metrics.Text.Tokens;

namespace Lit.Metrics.Text;

/// <summary>
/// Hits, substitutions, deletions and insertions of each unit; of several references that with the fewest errors
/// counts.
/// </summary>
internal sealed class ErrorRateCounter(params ErrorUnit[] units) : TextCounter
{
    public const int CountsOfUnit = 4;

    private readonly WordTable _words = new();
    private readonly EditAligner _aligner = new();
    private readonly List<int> _hypothesis = [];
    private readonly List<int> _reference = [];

    public override int SumCount => CountsOfUnit * units.Length;

    public override void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> sums)
    {
        if (_words.IsFull)
        {
            _words.Clear();
        }

        for (int i = 0; i < units.Length; i++)
        {
            Read(hypothesis, units[i], _hypothesis);
            EditCounts? best = null;
            foreach (string reference in references)
            {
                Read(reference, units[i], _reference);
                EditCounts own = _aligner.Count(CollectionsMarshal.AsSpan(_reference), CollectionsMarshal.AsSpan(_hypothesis));
                best = best is { } known && known.Errors <= own.Errors ? known : own;
            }

            Write(best!.Value, sums.Slice(CountsOfUnit * i, CountsOfUnit));
        }
    }

    public static EditCounts CountsOf(ReadOnlySpan<double> sums)
        => new((long)sums[0], (long)sums[1], (long)sums[2], (long)sums[3]);

    private static void Write(EditCounts counts, Span<double> sums)
        => (sums[0], sums[1], sums[2], sums[3]) = (counts.Hits, counts.Substitutions, counts.Deletions, counts.Insertions);

    private void Read(ReadOnlySpan<char> text, ErrorUnit unit, List<int> symbols)
    {
        symbols.Clear();
        if (unit == ErrorUnit.Words)
        {
            _words.Split(text, symbols);
            return;
        }

        foreach (Rune rune in Characters.Trim(text).EnumerateRunes())
        {
            symbols.Add(rune.Value);
        }
    }
}
