using System.Text;

namespace Lit.Api;

/// <summary>Fills a <see cref="StringColumn"/> from bytes, without making texts.</summary>
internal sealed class Utf8ColumnBuilder : ColumnBuilder
{
    private const int ChunkSize = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<byte[]> _chunks = [];
    private Utf8Texts.Entry[] _entries = new Utf8Texts.Entry[16];
    private byte[] _chunk = [];
    private int _used;

    /// <summary>Appends a text.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        CheckOpen();
        if (_chunks.Count == 0 || utf8.Length > _chunk.Length - _used)
        {
            _chunk = GC.AllocateUninitializedArray<byte>(Math.Max(ChunkSize, utf8.Length));
            _chunks.Add(_chunk);
            _used = 0;
        }

        utf8.CopyTo(_chunk.AsSpan(_used));
        Add(new(_chunks.Count - 1, _used, utf8.Length));
        _used += utf8.Length;
    }

    private protected override bool TryAppendCore(object value)
    {
        if (value is not string text)
        {
            return false;
        }

        try
        {
            Append(Strict.GetBytes(text));
            return true;
        }
        catch (EncoderFallbackException)
        {
            // Half a surrogate pair has no UTF-8.
            return false;
        }
    }

    private protected override bool TryAppendFromCore(Column source, int row) => TryAppendCore(source[row]!);

    private protected override void AppendFiller() => Add(new(0, 0, -1));

    private protected override Column BuildCore(ReadOnlyMemory<CellState> states)
    {
        // As in other columns, a quarter of spare room is worth a copy.
        if (_entries.Length - Count > Count / 4)
        {
            Array.Resize(ref _entries, Count);
        }

        if (_chunks.Count > 0)
        {
            _chunks[^1] = _chunk[.._used];
        }

        return new StringColumn(new Utf8Texts([.. _chunks], _entries.AsMemory(0, Count)), 0, Count, states);
    }

    private void Add(Utf8Texts.Entry entry)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        _entries[Count] = entry;
        RowAppended();
    }
}
