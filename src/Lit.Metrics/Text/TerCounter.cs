using System.Runtime.InteropServices;
using Lit.Metrics.Text.Matching;
using Lit.Metrics.Text.Tokens;

namespace Lit.Metrics.Text;

/// <summary>Edits to the nearest reference, and the mean length of all references.</summary>
internal sealed class TerCounter(TerOptions options) : TextCounter
{
    private readonly WordTable _words = new();
    private readonly ShiftEdits _edits = new();
    private readonly TextBuffer _text = new();
    private readonly List<int> _hypothesis = [];
    private readonly List<int> _reference = [];

    public override int SumCount => 2;

    public override void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> sums)
    {
        if (_words.IsFull)
        {
            _words.Clear();
        }

        Read(hypothesis, _hypothesis);
        int best = int.MaxValue, length = 0;
        foreach (string reference in references)
        {
            Read(reference, _reference);
            length += _reference.Count;
            best = Math.Min(best, _edits.Count(CollectionsMarshal.AsSpan(_hypothesis), CollectionsMarshal.AsSpan(_reference)));
        }

        sums[0] = best;
        sums[1] = (double)length / references.Length;
    }

    private void Read(string text, List<int> words)
    {
        _text.Clear();
        words.Clear();
        TercomText.Write(text, options, _text);
        _words.Split(_text.Text, words);
    }
}
