namespace Lit.Metrics.Text.Matching;

/// <summary>Counts the n-grams that two rows of symbols share, order by order.</summary>
/// <remarks>
/// An n-gram is known by the number of its first n − 1 symbols and its last symbol, both exact, so that no two n-grams
/// are taken for one. What does not match at some order cannot match at the next, and is not looked at again.
/// </remarks>
internal sealed class NgramMatcher
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const int Unmatched = -1;

    private Slot[] _slots = new Slot[256];
    private int _shift = 64 - 8;
    private uint _generation;
    private int[] _referenceIds = [];
    private int[] _hypothesisIds = [];
    private int[] _most = [];
    private int[] _own = [];
    private int _order;
    private int _count;

    /// <summary>Starts again at order 1.</summary>
    public void Begin(int hypothesisLength, int referenceLength)
    {
        _order = 0;
        if (_hypothesisIds.Length < hypothesisLength)
        {
            _hypothesisIds = new int[2 * hypothesisLength];
        }

        if (_referenceIds.Length < referenceLength)
        {
            _referenceIds = new int[2 * referenceLength];
            _most = new int[2 * referenceLength];
            _own = new int[2 * referenceLength];
            while (_slots.Length < 4 * referenceLength)
            {
                _slots = new Slot[2 * _slots.Length];
                _shift--;
                _generation = 0;
            }
        }
    }

    /// <summary>
    /// The n-grams of the next order that a hypothesis shares with its references, each as often as in both.
    /// </summary>
    /// <param name="hypothesis">Its symbols.</param>
    /// <param name="references">The symbols of all references, one after the other; the same at each order.</param>
    /// <param name="ends">Where each reference ends. Of several, that with the most of an n-gram counts for it.</param>
    public int Next(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> references, ReadOnlySpan<int> ends)
    {
        int n = ++_order;
        NewGeneration();
        int begin = 0;
        foreach (int end in ends)
        {
            Add(n, references, begin, end, ends.Length > 1);
            begin = end;
        }

        int matches = 0;
        for (int i = 0; i + n <= hypothesis.Length; i++)
        {
            int prefix = n == 1 ? 0 : _hypothesisIds[i];
            if (prefix == Unmatched)
            {
                continue;
            }

            int id = Find(prefix, hypothesis[i + n - 1]);
            _hypothesisIds[i] = id;
            if (id != Unmatched && _most[id] > 0)
            {
                _most[id]--;
                matches++;
            }
        }

        return matches;
    }

    private void Add(int n, ReadOnlySpan<int> symbols, int begin, int end, bool isOneOfSeveral)
    {
        for (int i = begin; i + n <= end; i++)
        {
            int id = FindOrAdd(n == 1 ? 0 : _referenceIds[i], symbols[i + n - 1]);
            _referenceIds[i] = id;
            if (!isOneOfSeveral)
            {
                _most[id]++;
            }
            else if (++_own[id] > _most[id])
            {
                _most[id] = _own[id];
            }
        }

        for (int i = begin; isOneOfSeveral && i + n <= end; i++)
        {
            _own[_referenceIds[i]] = 0;
        }
    }

    private void NewGeneration()
    {
        _count = 0;
        if (++_generation == 0)
        {
            Array.Clear(_slots);
            _generation = 1;
        }
    }

    private int Find(int prefix, int symbol)
    {
        ulong key = Key(prefix, symbol);
        Slot[] slots = _slots;
        int mask = slots.Length - 1;
        for (int slot = (int)((key * Multiplier) >> _shift); ; slot = (slot + 1) & mask)
        {
            ref Slot found = ref slots[slot];
            if (found.Generation != _generation)
            {
                return Unmatched;
            }

            if (found.Key == key)
            {
                return found.Id;
            }
        }
    }

    private int FindOrAdd(int prefix, int symbol)
    {
        ulong key = Key(prefix, symbol);
        Slot[] slots = _slots;
        int mask = slots.Length - 1;
        for (int slot = (int)((key * Multiplier) >> _shift); ; slot = (slot + 1) & mask)
        {
            ref Slot found = ref slots[slot];
            if (found.Generation != _generation)
            {
                found = new(key, _generation, _count);
                _most[_count] = 0;
                _own[_count] = 0;
                return _count++;
            }

            if (found.Key == key)
            {
                return found.Id;
            }
        }
    }

    private static ulong Key(int prefix, int symbol) => ((ulong)(uint)prefix << 32) | (uint)symbol;

    private readonly record struct Slot(ulong Key, uint Generation, int Id);
}
