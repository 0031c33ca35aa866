using System.Buffers.Binary;
using System.Numerics;

namespace Lit.Api.IO;

/// <summary>Compares texts by their bytes.</summary>
internal sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static Utf8Comparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());

    /// <summary>A hash of the ends and the length, which tell the few names that a file has apart.</summary>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        if (alternate.Length < sizeof(int))
        {
            return alternate.Length switch
            {
                0 => 0,
                1 => alternate[0],
                _ => (alternate[0] << 16) + (alternate[1] << 8) + alternate[^1],
            };
        }

        uint start = BinaryPrimitives.ReadUInt32LittleEndian(alternate);
        uint end = BinaryPrimitives.ReadUInt32LittleEndian(alternate[^sizeof(int)..]);
        return (int)((start * 0x9E3779B1) ^ BitOperations.RotateLeft(end, 13) ^ (uint)alternate.Length);
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
