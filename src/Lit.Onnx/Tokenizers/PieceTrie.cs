using System.Numerics;

namespace Lit.Onnx.Tokenizers;

/// <summary>The pieces of a WordPiece vocabulary as two tries, of starts of words and of what follows them.</summary>
/// <remarks>
/// Both share one table from (node, character) to node with open addressing, at most half full; so a step costs one multiplication and
/// mostly one access, for any alphabet.
/// </remarks>
internal sealed class PieceTrie
{
    private const int Start = 0;
    private const int Continuation = 1;
    private const int None = -1;
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private readonly List<int> _building = [None, None];
    private readonly int[] _ids;
    private Slot[] _slots = new Slot[16];
    private int _shift = 60;

    /// <param name="pieces">The pieces and their ids.</param>
    /// <param name="continuingPrefix">What marks pieces that do not start a word; not empty.</param>
    /// <param name="longest">The length in UTF-16 characters above which a piece fits no word.</param>
    public PieceTrie(IEnumerable<KeyValuePair<string, int>> pieces, string continuingPrefix, int longest)
    {
        foreach (var (piece, id) in pieces)
        {
            if (piece.Length > longest + continuingPrefix.Length)
            {
                continue;
            }

            Insert(Start, piece, id);
            if (piece.StartsWith(continuingPrefix, StringComparison.Ordinal))
            {
                Insert(Continuation, piece.AsSpan(continuingPrefix.Length), id);
            }
        }

        _ids = [.. _building];
        _building = [];
    }

    /// <summary>Finds the longest piece at the start of a span.</summary>
    /// <param name="text">What is left of a word.</param>
    /// <param name="isStart">Whether it is the whole word.</param>
    /// <param name="length">The characters of the piece; 0 if there is none.</param>
    /// <returns>The id of the piece, or -1.</returns>
    public int Longest(ReadOnlySpan<char> text, bool isStart, out int length)
    {
        int node = isStart ? Start : Continuation;
        int id = None;
        length = 0;
        var ids = _ids;
        for (int i = 0; i < text.Length; i++)
        {
            node = Step(node, text[i]);
            if (node < 0)
            {
                break;
            }

            int candidate = ids[node];
            if (candidate >= 0)
            {
                id = candidate;
                length = i + 1;
            }
        }

        return id;
    }

    private int Step(int node, char character)
    {
        ulong key = KeyOf(node, character);
        var slots = _slots;
        int mask = slots.Length - 1;
        for (int i = Place(key); ; i = (i + 1) & mask)
        {
            var slot = slots[i & mask];
            if (slot.Key == key)
            {
                return slot.Node;
            }

            if (slot.Key == 0)
            {
                return None;
            }
        }
    }

    private void Insert(int node, ReadOnlySpan<char> piece, int id)
    {
        foreach (char character in piece)
        {
            int next = Step(node, character);
            if (next < 0)
            {
                next = _building.Count;
                _building.Add(None);
                if (next * 2 > _slots.Length)
                {
                    Grow();
                }

                Put(KeyOf(node, character), next);
            }

            node = next;
        }

        if (node > Continuation)
        {
            _building[node] = id;
        }
    }

    private void Put(ulong key, int node)
    {
        int i = Place(key);
        while (_slots[i].Key != 0)
        {
            i = (i + 1) & (_slots.Length - 1);
        }

        _slots[i] = new(key, node);
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        foreach (var slot in old)
        {
            if (slot.Key != 0)
            {
                Put(slot.Key, slot.Node);
            }
        }
    }

    private int Place(ulong key) => (int)((key * Golden) >> _shift);

    private static ulong KeyOf(int node, char character) => ((ulong)(uint)node << 16 | character) + 1;

    private readonly record struct Slot(ulong Key, int Node);
}
