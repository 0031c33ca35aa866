using System.Runtime.InteropServices;

namespace Lit.Metrics.Text.Tokens;

/// <summary>
/// Gives each distinct word a number, so that texts become rows of numbers without a string for any word.
/// </summary>
/// <remarks>Words are compared in full: words with equal hashes stay apart.</remarks>
internal sealed class WordTable
{
    private const int MostWords = 1 << 17;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private readonly TextBuffer _text = new();
    private readonly List<(int Start, int Length, uint Hash)> _words = [];
    private int[] _slots = new int[1024];

    public int Count => _words.Count;

    /// <summary>Whether it is time to <see cref="Clear"/>, which may only be done between two examples.</summary>
    public bool IsFull => Count > MostWords;

    public ReadOnlySpan<char> this[int id]
    {
        get
        {
            var (start, length, _) = _words[id];
            return _text.Text.Slice(start, length);
        }
    }

    public void Clear()
    {
        _text.Clear();
        _words.Clear();
        Array.Clear(_slots);
    }

    public int IdOf(ReadOnlySpan<char> word)
    {
        uint hash = Hash(word);
        int mask = _slots.Length - 1, slot = (int)(hash & (uint)mask);
        ReadOnlySpan<(int Start, int Length, uint Hash)> words = CollectionsMarshal.AsSpan(_words);
        while (_slots[slot] != 0)
        {
            int id = _slots[slot] - 1;
            ref readonly var known = ref words[id];
            if (known.Hash == hash && word.SequenceEqual(_text.Text.Slice(known.Start, known.Length)))
            {
                return id;
            }

            slot = (slot + 1) & mask;
        }

        _slots[slot] = Count + 1;
        _words.Add((_text.Length, word.Length, hash));
        _text.Append(word);
        if (2 * Count > _slots.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    /// <summary>Appends the number of each word between spaces.</summary>
    public void Split(ReadOnlySpan<char> text, List<int> ids)
    {
        foreach (Range word in new SpaceSplit(text))
        {
            ids.Add(IdOf(text[word]));
        }
    }

    private static uint Hash(ReadOnlySpan<char> word)
    {
        ulong hash = (ulong)word.Length * Multiplier;
        foreach (ulong four in MemoryMarshal.Cast<char, ulong>(word))
        {
            hash = (hash ^ four) * Multiplier;
            hash ^= hash >> 32;
        }

        foreach (char one in word[(word.Length & ~3)..])
        {
            hash = (hash ^ one) * Multiplier;
            hash ^= hash >> 32;
        }

        return (uint)(hash ^ (hash >> 15));
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        int mask = _slots.Length - 1;
        for (int id = 0; id < _words.Count; id++)
        {
            int slot = (int)(_words[id].Hash & (uint)mask);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = id + 1;
        }
    }
}
