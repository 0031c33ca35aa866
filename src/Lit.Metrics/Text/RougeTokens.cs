using Lit.Metrics.Text.Tokens;

namespace Lit.Metrics.Text;

/// <summary>
/// The words that ROUGE sees: runs of a–z and 0–9 in lower case, all else between them, stemmed if asked for.
/// </summary>
internal sealed class RougeTokens(bool stem)
{
    private const int LongestUnstemmed = 3;
    private const int NotStemmed = -1;

    private readonly WordTable _words = new();
    private readonly PorterStemmer _stemmer = new();
    private readonly List<int> _stems = [];
    private char[] _word = new char[64];

    /// <summary>Forgets words if there are too many of them; to be called between two examples.</summary>
    public void Begin()
    {
        if (_words.IsFull)
        {
            _words.Clear();
            _stems.Clear();
        }
    }

    public void Read(ReadOnlySpan<char> text, List<int> ids)
    {
        int length = 0;
        if (_word.Length < text.Length)
        {
            _word = new char[2 * text.Length];
        }

        foreach (char character in text)
        {
            char lower = character switch
            {
                >= 'A' and <= 'Z' => (char)(character | 0x20),
                '\u0130' => 'i', // and a dot of its own, which ends the word
                '\u212A' => 'k',
                _ => character,
            };
            if (char.IsAsciiLetterLower(lower) || char.IsAsciiDigit(lower))
            {
                _word[length++] = lower;
                if (character != '\u0130')
                {
                    continue;
                }
            }

            Add(length, ids);
            length = 0;
        }

        Add(length, ids);
    }

    public string this[int id] => _words[id].ToString();

    private void Add(int length, List<int> ids)
    {
        if (length > 0)
        {
            int id = _words.IdOf(_word.AsSpan(0, length));
            ids.Add(stem && length > LongestUnstemmed ? StemOf(id) : id);
        }
    }

    private int StemOf(int id)
    {
        while (_stems.Count <= id)
        {
            _stems.Add(NotStemmed);
        }

        if (_stems[id] == NotStemmed)
        {
            _stems[id] = _words.IdOf(_stemmer.Stem(_words[id]));
        }

        return _stems[id];
    }
}
