namespace Lit.Metrics.Text.Matching;

/// <summary>Where each symbol stands in a pattern, as bits: 64 positions a word.</summary>
internal sealed class SymbolMasks
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private (int Symbol, uint Generation, int Index)[] _slots = new (int, uint, int)[256];
    private ulong[] _masks = new ulong[256];
    private int _shift = 64 - 8;
    private uint _generation;

    /// <summary>How many words hold the pattern.</summary>
    public int Words { get; private set; }

    /// <summary>Reads another pattern.</summary>
    public void Read(ReadOnlySpan<int> pattern)
    {
        Words = (pattern.Length + 63) / 64;
        while (_slots.Length < 2 * pattern.Length)
        {
            _slots = new (int, uint, int)[2 * _slots.Length];
            _shift--;
            _generation = 0;
        }

        if (++_generation == 0)
        {
            Array.Clear(_slots);
            _generation = 1;
        }

        if (_masks.Length < pattern.Length * Words)
        {
            _masks = new ulong[2 * pattern.Length * Words];
        }

        int count = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            int slot = Slot(pattern[i]);
            if (_slots[slot].Generation != _generation)
            {
                _slots[slot] = (pattern[i], _generation, count);
                _masks.AsSpan(count * Words, Words).Clear();
                count++;
            }

            _masks[(_slots[slot].Index * Words) + (i / 64)] |= 1UL << (i % 64);
        }
    }

    /// <summary>The positions of a symbol in a pattern of at most 64.</summary>
    public ulong Single(int symbol)
    {
        ref readonly var slot = ref _slots[Slot(symbol)];
        return slot.Generation == _generation ? _masks[slot.Index] : 0;
    }

    /// <summary>The positions of a symbol; empty when the pattern does not have it.</summary>
    public ReadOnlySpan<ulong> Of(int symbol)
    {
        ref readonly var slot = ref _slots[Slot(symbol)];
        return slot.Generation == _generation ? _masks.AsSpan(slot.Index * Words, Words) : [];
    }

    private int Slot(int symbol)
    {
        int mask = _slots.Length - 1, slot = (int)(((ulong)(uint)symbol * Multiplier) >> _shift);
        while (_slots[slot].Generation == _generation && _slots[slot].Symbol != symbol)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
