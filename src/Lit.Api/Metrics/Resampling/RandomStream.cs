using System.Numerics;

namespace Lit.Api.Metrics.Resampling;

/// <summary>A stream of random numbers of its own for each resample, so that order and threads do not matter.</summary>
/// <remarks>xoshiro256++ by D. Blackman and S. Vigna, seeded by SplitMix64.</remarks>
internal struct RandomStream
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public RandomStream(int seed, int stream)
    {
        ulong state = ((ulong)(uint)seed << 32) | (uint)stream;
        _a = Mix(ref state);
        _b = Mix(ref state);
        _c = Mix(ref state);
        _d = Mix(ref state);
    }

    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_a + _d, 23) + _a;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>In [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to <paramref name="count"/> − 1; off by less than 2⁻³² of a chance.</summary>
    public int NextIndex(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>A number that scatters evenly with its key.</summary>
    internal static ulong Scatter(ulong key) => Mix(ref key);

    private static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
