using System.Numerics;
using System.Runtime.InteropServices;
using Lit.Api;

namespace Lit.Onnx.Runtime;

/// <summary>Memory that native code may read and write, kept from run to run and replaced only to grow.</summary>
internal sealed class PinnedBuffer
{
    private const int Smallest = 256;

    private byte[] _bytes = [];

    public nint Address { get; private set; }

    public int Capacity => _bytes.Length;

    /// <summary>Makes room. What was there is lost if the buffer has to grow.</summary>
    public void Reserve(long bytes)
    {
        if (bytes <= _bytes.Length)
        {
            return;
        }

        if (bytes > Array.MaxLength)
        {
            throw new ModelOutOfMemoryException(
                $"Expected an input of at most {Array.MaxLength} bytes; found one of {bytes} bytes. Use smaller "
                + "batches.");
        }

        uint rounded = BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, Smallest));
        _bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(rounded, (uint)Array.MaxLength), pinned: true);
        Address = Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
    }

    public Span<T> As<T>(int count)
        where T : unmanaged
        => MemoryMarshal.Cast<byte, T>(_bytes.AsSpan())[..count];
}
