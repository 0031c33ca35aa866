namespace Lit.Api;

/// <summary>Which examples share a batch, and in which order the batches run.</summary>
public sealed class BatchPlan
{
    private readonly int[] _order;
    private readonly int[] _lengths;
    private readonly int[] _starts;

    internal BatchPlan(int[] order, int[] lengths, int[] starts)
    {
        _order = order;
        _lengths = lengths;
        _starts = starts;
    }

    /// <summary>The number of batches.</summary>
    public int BatchCount => _starts.Length;

    /// <summary>Positions of all examples, batch after batch.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>Whether the batches keep the order of the examples.</summary>
    public bool KeepsOrder
    {
        get
        {
            for (int i = 0; i < _order.Length; i++)
            {
                if (_order[i] != i)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The positions of the examples of a batch.</summary>
    /// <param name="index">The batch.</param>
    public ReadOnlyMemory<int> Batch(int index)
    {
        int end = index + 1 < _starts.Length ? _starts[index + 1] : _order.Length;
        return _order.AsMemory(_starts[index], end - _starts[index]);
    }

    /// <summary>The length of the longest example of a batch, or of a part of one.</summary>
    /// <param name="positions">Positions of examples.</param>
    internal int Longest(ReadOnlySpan<int> positions)
    {
        int longest = 0;
        foreach (int position in positions)
        {
            longest = Math.Max(longest, _lengths[position]);
        }

        return longest;
    }
}
