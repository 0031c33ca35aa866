using System.Text;

namespace Lit.Api;

/// <summary>Texts as the bytes they were read from: half the memory, and nothing for the garbage collector to follow.</summary>
internal sealed class Utf8Texts(byte[][] chunks, ReadOnlyMemory<Utf8Texts.Entry> entries)
{
    private readonly Lock _lock = new();
    private byte[][]? _chunks = chunks;
    private string?[]? _all;

    /// <summary>A text, made anew as long as <see cref="All"/> was not asked for.</summary>
    public string? this[int index]
    {
        get
        {
            // The bytes go only after all texts are there.
            byte[][]? bytes = Volatile.Read(ref _chunks);
            return bytes is null ? _all![index] : Decode(bytes, index);
        }
    }

    /// <summary>All texts, made once; the bytes are given up.</summary>
    public ReadOnlyMemory<string?> All()
    {
        if (Volatile.Read(ref _chunks) is not null)
        {
            lock (_lock)
            {
                if (_chunks is { } bytes)
                {
                    string?[] all = new string?[entries.Length];
                    for (int i = 0; i < all.Length; i++)
                    {
                        all[i] = Decode(bytes, i);
                    }

                    _all = all;
                    Volatile.Write(ref _chunks, null);
                }
            }
        }

        return _all;
    }

    private string? Decode(byte[][] bytes, int index)
    {
        var entry = entries.Span[index];
        return entry.Length < 0 ? null : Encoding.UTF8.GetString(bytes[entry.Chunk], entry.Start, entry.Length);
    }

    /// <summary>Where a text lies; a negative length stands for none.</summary>
    internal readonly record struct Entry(int Chunk, int Start, int Length);
}
