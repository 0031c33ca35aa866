using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Gives the lines of a stream one after another, without a copy.</summary>
internal sealed class LineReader(Stream stream, string source, int longest)
{
    private const int InitialSize = 1 << 16;

    private byte[] _buffer = new byte[InitialSize];
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isEnd;

    /// <summary>The number of the line that was given last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The next line, if it is in memory.</summary>
    /// <param name="line">The line without its end; valid until more is read.</param>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int at = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (at < 0 && !(_isEnd && _start < _end))
        {
            _scanned = _end;
            line = default;
            return false;
        }

        int end = at < 0 ? _end : _scanned + at;
        line = _buffer.AsSpan(_start, end - _start);
        if (Line == 0 && line.StartsWith("\uFEFF"u8))
        {
            line = line["\uFEFF"u8.Length..];
        }

        line = line.TrimEnd((byte)'\r');
        _start = _scanned = at < 0 ? _end : end + 1;
        Line++;
        return true;
    }

    /// <summary>Reads more of the stream.</summary>
    /// <returns>Whether there can be another line.</returns>
    /// <exception cref="LitException">A line is too long.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_isEnd)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _scanned -= _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end >= longest)
            {
                throw new LitException($"{RowError.Place(source)}, line {Line + 1}: expected at most {longest} bytes, found more.");
            }

            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, Math.Max(longest, InitialSize)));
        }

        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        _isEnd = read == 0;
        return true;
    }
}
