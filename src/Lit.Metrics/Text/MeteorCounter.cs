using System.Runtime.InteropServices;
using Lit.Metrics.Text.Tokens;

namespace Lit.Metrics.Text;

/// <summary>The METEOR of a text against the best of its references.</summary>
internal sealed class MeteorCounter(MeteorOptions options) : TextCounter
{
    private const int Unmatched = -1;

    private readonly WordTable _words = new();
    private readonly PorterStemmer _stemmer = new();
    private readonly TextBuffer _text = new();
    private readonly List<int> _hypothesis = [];
    private readonly List<int> _reference = [];
    private readonly List<int> _hypothesisStems = [];
    private readonly List<int> _referenceStems = [];
    private readonly Dictionary<int, int> _last = [];
    private readonly List<int> _stems = [];
    private int[] _partners = [];
    private int[] _earlier = [];
    private bool[] _isTaken = [];

    public override int SumCount => 1;

    public override void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> sums)
    {
        if (_words.IsFull)
        {
            _words.Clear();
            _stems.Clear();
        }

        Read(hypothesis, _hypothesis);
        foreach (string reference in references)
        {
            Read(reference, _reference);
            sums[0] = Math.Max(sums[0], Score());
        }
    }

    private double Score()
    {
        int own = _hypothesis.Count, wanted = _reference.Count;
        if (_partners.Length < own)
        {
            _partners = new int[2 * own];
        }

        if (_earlier.Length < wanted)
        {
            _earlier = new int[2 * wanted];
            _isTaken = new bool[2 * wanted];
        }

        _partners.AsSpan(0, own).Fill(Unmatched);
        _isTaken.AsSpan(0, wanted).Clear();
        int matches = Match(CollectionsMarshal.AsSpan(_hypothesis), CollectionsMarshal.AsSpan(_reference));
        ToStems(_hypothesis, _hypothesisStems);
        ToStems(_reference, _referenceStems);
        matches += Match(CollectionsMarshal.AsSpan(_hypothesisStems), CollectionsMarshal.AsSpan(_referenceStems));
        if (matches == 0)
        {
            return 0;
        }

        double precision = (double)matches / own, recall = (double)matches / wanted;
        double mean = precision * recall / ((options.Alpha * precision) + ((1 - options.Alpha) * recall));
        double penalty = options.Gamma * Math.Pow((double)Pieces(own) / matches, options.Beta);
        return (1 - penalty) * mean;
    }

    /// <summary>Pairs words from the end, each with the last equal one that is free.</summary>
    private int Match(ReadOnlySpan<int> own, ReadOnlySpan<int> wanted)
    {
        _last.Clear();
        for (int j = 0; j < wanted.Length; j++)
        {
            if (!_isTaken[j])
            {
                _earlier[j] = _last.GetValueOrDefault(wanted[j], Unmatched);
                _last[wanted[j]] = j;
            }
        }

        int matches = 0;
        for (int i = own.Length - 1; i >= 0; i--)
        {
            if (_partners[i] == Unmatched && _last.GetValueOrDefault(own[i], Unmatched) is var j and not Unmatched)
            {
                _last[own[i]] = _earlier[j];
                _partners[i] = j;
                _isTaken[j] = true;
                matches++;
            }
        }

        return matches;
    }

    /// <summary>Runs of matched words that follow each other on both sides.</summary>
    private int Pieces(int length)
    {
        int pieces = 0, before = Unmatched, partnerBefore = Unmatched;
        for (int i = 0; i < length; i++)
        {
            if (_partners[i] != Unmatched)
            {
                pieces += pieces > 0 && before == i - 1 && partnerBefore == _partners[i] - 1 ? 0 : 1;
                (before, partnerBefore) = (i, _partners[i]);
            }
        }

        return pieces;
    }

    private void Read(string text, List<int> words)
    {
        _text.Clear();
        words.Clear();
        Characters.AppendLower(text, _text);
        _words.Split(_text.Text, words);
    }

    private void ToStems(List<int> words, List<int> stems)
    {
        stems.Clear();
        foreach (int word in words)
        {
            while (_stems.Count <= word)
            {
                _stems.Add(Unmatched);
            }

            if (_stems[word] == Unmatched)
            {
                _stems[word] = _words.IdOf(_stemmer.Stem(_words[word]));
            }

            stems.Add(_stems[word]);
        }
    }
}
