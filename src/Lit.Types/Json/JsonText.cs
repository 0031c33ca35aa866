using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace Lit.Types.Json;

/// <summary>Writes the tokens of JSON in the layout of Python's writer, as ASCII.</summary>
internal ref struct JsonText(bool indented) : IDisposable
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private PooledUtf8 _bytes = new(512);
    private bool _first = true;

    public readonly ReadOnlySpan<byte> Written => _bytes.Written;

    public int Depth { get; private set; }

    public void Open(byte bracket)
    {
        _bytes.Add(bracket);
        _first = true;
        Depth++;
    }

    public void Close(byte bracket)
    {
        Depth--;
        if (!_first)
        {
            BreakLine();
        }

        _bytes.Add(bracket);
        _first = false;
    }

    /// <summary>Starts an item of a list or a map: what separates it from the one before.</summary>
    public void Next()
    {
        if (!_first)
        {
            _bytes.Add(indented ? ","u8 : ", "u8);
        }

        _first = false;
        BreakLine();
    }

    public void Key(string key)
    {
        Next();
        Text(key);
        _bytes.Add(": "u8);
    }

    public void Raw(scoped ReadOnlySpan<byte> token) => _bytes.Add(token);

    public void Number(double value)
        => _bytes.Advance(PythonFloat.Format(value, _bytes.Reserve(PythonFloat.MaxLength)));

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _bytes.Reserve(20), out int written);
        _bytes.Advance(written);
    }

    public void Number(BigInteger value) => Ascii(value.ToString(CultureInfo.InvariantCulture));

    public void Text(scoped ReadOnlySpan<char> text)
    {
        _bytes.Add((byte)'"');
        while (!text.IsEmpty)
        {
            int plain = text.IndexOfAnyExcept(Plain);
            if (plain < 0)
            {
                Ascii(text);
                break;
            }

            Ascii(text[..plain]);
            Escape(text[plain]);
            text = text[(plain + 1)..];
        }

        _bytes.Add((byte)'"');
    }

    public readonly void Dispose() => _bytes.Dispose();

    private void Ascii(scoped ReadOnlySpan<char> text)
    {
        System.Text.Ascii.FromUtf16(text, _bytes.Reserve(text.Length), out int written);
        _bytes.Advance(written);
    }

    private void Escape(char unit)
    {
        byte letter = unit switch
        {
            '"' => (byte)'"',
            '\\' => (byte)'\\',
            '\n' => (byte)'n',
            '\r' => (byte)'r',
            '\t' => (byte)'t',
            '\f' => (byte)'f',
            '\b' => (byte)'b',
            _ => 0,
        };
        _bytes.Add((byte)'\\');
        if (letter != 0)
        {
            _bytes.Add(letter);
            return;
        }

        _bytes.Add((byte)'u');
        Utf8Formatter.TryFormat((ushort)unit, _bytes.Reserve(4), out int written, new StandardFormat('x', 4));
        _bytes.Advance(written);
    }

    private void BreakLine()
    {
        if (indented)
        {
            _bytes.Add((byte)'\n');
            _bytes.Reserve(2 * Depth)[..(2 * Depth)].Fill((byte)' ');
            _bytes.Advance(2 * Depth);
        }
    }
}
