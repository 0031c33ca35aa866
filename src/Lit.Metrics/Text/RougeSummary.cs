using System.Runtime.InteropServices;
using Lit.Metrics.Text.Matching;

namespace Lit.Metrics.Text;

/// <summary>
/// ROUGE-Lsum: sentence by sentence of the reference, what any sentence of the text has of it in order.
/// </summary>
internal sealed class RougeSummary
{
    private readonly CommonSubsequence _subsequence = new();
    private readonly Sentences _hypothesis = new();
    private readonly Sentences _reference = new();
    private readonly Dictionary<int, int> _left = [];
    private bool[] _marks = [];

    public void ReadHypothesis(string text, RougeTokens tokens) => _hypothesis.Read(text, tokens);

    public RougeScore Score(string reference, RougeTokens tokens)
    {
        _reference.Read(reference, tokens);
        _left.Clear();
        foreach (int word in _hypothesis.Words)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_left, word, out _)++;
        }

        int hits = 0;
        for (int i = 0; i < _reference.Count; i++)
        {
            ReadOnlySpan<int> wanted = _reference[i];
            Span<bool> marks = Marks(wanted.Length);
            for (int j = 0; j < _hypothesis.Count; j++)
            {
                _subsequence.Mark(wanted, _hypothesis[j], marks);
            }

            // A word of the text is a hit once, however many sentences of the reference it is in.
            for (int k = 0; k < wanted.Length; k++)
            {
                if (marks[k] && CollectionsMarshal.GetValueRefOrNullRef(_left, wanted[k]) > 0)
                {
                    CollectionsMarshal.GetValueRefOrNullRef(_left, wanted[k])--;
                    hits++;
                }
            }
        }

        return RougeScore.Of(hits, _hypothesis.Words.Count, _reference.Words.Count);
    }

    private Span<bool> Marks(int length)
    {
        if (_marks.Length < length)
        {
            _marks = new bool[2 * length];
        }

        _marks.AsSpan(0, length).Clear();
        return _marks.AsSpan(0, length);
    }

    private sealed class Sentences
    {
        private readonly List<int> _ends = [];

        public List<int> Words { get; } = [];

        public int Count => _ends.Count;

        public ReadOnlySpan<int> this[int index]
            => CollectionsMarshal.AsSpan(Words)[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

        public void Read(ReadOnlySpan<char> text, RougeTokens tokens)
        {
            Words.Clear();
            _ends.Clear();
            foreach (Range line in text.Split('\n'))
            {
                tokens.Read(text[line], Words);
                _ends.Add(Words.Count);
            }
        }
    }
}
