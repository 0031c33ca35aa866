using System.Numerics;

namespace Lit.Api;

/// <summary>Random numbers that depend on the seed alone, on every platform and every version of .NET.</summary>
/// <remarks>
/// <para>The sequence is that of Python's <c>random.Random(seed)</c>: a Mersenne twister of 19937 bits.</para>
/// <para>Not safe for concurrent use: make one for each stream of numbers.</para>
/// <para>Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998.</para>
/// </remarks>
public sealed class SeededRandom
{
    private const int Size = 624;
    private const int Shift = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;
    private double? _spareNormal;

    /// <summary>Starts the sequence of a seed.</summary>
    /// <param name="seed">Equal seeds give equal sequences; as in Python, a seed and its negative do too.</param>
    public SeededRandom(long seed)
    {
        ulong size = seed < 0 ? (ulong)-(seed + 1) + 1 : (ulong)seed;
        uint high = (uint)(size >> 32);
        Start(high == 0 ? [(uint)size] : [(uint)size, high]);
    }

    /// <summary>Starts the sequence of one item of a seeded run, so that items can be done in any order.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="stream">The number of the item.</param>
    public SeededRandom(long seed, long stream) => Start(
    [
        (uint)seed,
        (uint)(seed >> 32),
        (uint)stream,
        (uint)(stream >> 32),
    ]);

    /// <summary>The next 32 bits.</summary>
    public uint NextUInt32()
    {
        if (_next == Size)
        {
            Twist();
        }

        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    /// <summary>A number in [0, 1) with 53 random bits, as Python's <c>random()</c>.</summary>
    public double NextDouble()
    {
        uint a = NextUInt32() >> 5;
        uint b = NextUInt32() >> 6;
        return ((a * 67108864.0) + b) / 9007199254740992.0;
    }

    /// <summary>A whole number from 0 to below a limit, each as likely, as Python's <c>randrange(limit)</c>.</summary>
    /// <param name="limit">At least 1.</param>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        int shift = BitOperations.LeadingZeroCount((uint)limit);
        uint drawn;
        do
        {
            drawn = NextUInt32() >> shift;
        }
        while (drawn >= (uint)limit);

        return (int)drawn;
    }

    /// <summary>A number of the standard normal distribution, by the polar method.</summary>
    public double NextNormal()
    {
        if (_spareNormal is { } spare)
        {
            _spareNormal = null;
            return spare;
        }

        double x, y, square;
        do
        {
            x = (2 * NextDouble()) - 1;
            y = (2 * NextDouble()) - 1;
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);

        double scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareNormal = y * scale;
        return x * scale;
    }

    /// <summary>Draws positions without replacement, as Python's <c>sample(range(total), count)</c>.</summary>
    /// <param name="total">How many there are.</param>
    /// <param name="count">How many to draw.</param>
    /// <returns>The positions, in the order drawn.</returns>
    public int[] Sample(int total, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, total);
        int[] drawn = new int[count];
        if (total <= PoolLimit(count))
        {
            int[] pool = [.. Enumerable.Range(0, total)];
            for (int i = 0; i < count; i++)
            {
                int j = Next(total - i);
                drawn[i] = pool[j];
                pool[j] = pool[total - i - 1];
            }

            return drawn;
        }

        var seen = new HashSet<int>(count);
        for (int i = 0; i < count; i++)
        {
            do
            {
                drawn[i] = Next(total);
            }
            while (!seen.Add(drawn[i]));
        }

        return drawn;
    }

    /// <summary>Puts items in random order, as Python's <c>shuffle</c>.</summary>
    /// <typeparam name="T">The kind of the items.</typeparam>
    /// <param name="items">The items.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static long PoolLimit(int count)
    {
        long limit = 21;
        if (count > 5)
        {
            // Python's 4 ** ceil(log(3 * count, 4)): the least power of four that is not below 3 * count.
            long power = 1;
            while (power < 3L * count)
            {
                power *= 4;
            }

            limit += power;
        }

        return limit;
    }

    private void Start(ReadOnlySpan<uint> key)
    {
        _state[0] = 19650218;
        for (uint i = 1; i < Size; i++)
        {
            _state[i] = (1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
        }

        int at = 1;
        int k = 0;
        for (int n = Math.Max(Size, key.Length); n > 0; n--)
        {
            _state[at] = (_state[at] ^ ((_state[at - 1] ^ (_state[at - 1] >> 30)) * 1664525)) + key[k] + (uint)k;
            Advance(ref at);
            k = (k + 1) % key.Length;
        }

        for (int n = Size - 1; n > 0; n--)
        {
            _state[at] = (_state[at] ^ ((_state[at - 1] ^ (_state[at - 1] >> 30)) * 1566083941)) - (uint)at;
            Advance(ref at);
        }

        _state[0] = 0x80000000;
    }

    private void Advance(ref int at)
    {
        if (++at >= Size)
        {
            _state[0] = _state[Size - 1];
            at = 1;
        }
    }

    private void Twist()
    {
        for (int i = 0; i < Size; i++)
        {
            uint y = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7FFFFFFF);
            _state[i] = _state[(i + Shift) % Size] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DF);
        }

        _next = 0;
    }
}
