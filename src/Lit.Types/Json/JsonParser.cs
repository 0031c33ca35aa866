using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Lit.Types.Json;

/// <summary>
/// Reads the JSON that Python writes: also bare NaN and infinities, lone surrogates and whole numbers of any size.
/// </summary>
internal ref struct JsonParser(ReadOnlySpan<byte> text, int maxDepth)
{
    /// <summary>Python's own limit; reading more digits takes time that grows with their square.</summary>
    private const int MaxDigits = 4300;

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(unit => (byte)unit)]);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <summary>Reads the text as one value.</summary>
    public object? ParseAll()
    {
        object? value = Value(0);
        SkipBlanks();
        return _at == _text.Length ? value : throw Error("the end of the text");
    }

    private object? Value(int depth)
    {
        SkipBlanks();
        switch (Peek())
        {
            case (byte)'{': return Map(depth);
            case (byte)'[': return List(depth);
            case (byte)'"': return String();
            case (byte)'t': return Literal("true"u8, true);
            case (byte)'f': return Literal("false"u8, false);
            case (byte)'n': return Literal("null"u8, null);
            case (byte)'N': return Literal("NaN"u8, double.NaN);
            case (byte)'I': return Literal("Infinity"u8, double.PositiveInfinity);
            default: return Number();
        }
    }

    private ValueList<object?> List(int depth)
    {
        Enter('[', depth);
        if (TryTake((byte)']'))
        {
            return [];
        }

        var items = new List<object?>();
        do
        {
            items.Add(Value(depth + 1));
        }
        while (More((byte)']'));
        return new(items.ToArray());
    }

    private object? Map(int depth)
    {
        Enter('{', depth);
        var map = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        bool tagged = false;
        if (!TryTake((byte)'}'))
        {
            do
            {
                SkipBlanks();
                string key = Peek() == '"' ? String() : throw Error("a key in double quotes");
                SkipBlanks();
                Take((byte)':');
                tagged |= key is Tag.Class or Tag.Name;
                map[key] = Value(depth + 1);
            }
            while (More((byte)'}'));
        }

        return tagged ? TaggedValue.Read(map) : new ValueMap<object?>(map);
    }

    private void Enter(char bracket, int depth)
    {
        if (depth >= maxDepth)
        {
            throw Error($"lists and maps nested at most {maxDepth} deep");
        }

        Take((byte)bracket);
        SkipBlanks();
    }

    /// <summary>Takes a comma (true) or the closing bracket (false).</summary>
    private bool More(byte close)
    {
        SkipBlanks();
        if (TryTake((byte)','))
        {
            return true;
        }

        Take(close);
        return false;
    }

    private object? Literal(ReadOnlySpan<byte> name, object? value)
    {
        if (!_text[_at..].StartsWith(name))
        {
            throw Error("a value");
        }

        _at += name.Length;
        return value;
    }

    private object Number()
    {
        int start = _at;
        if (TryTake((byte)'-') && Peek() == 'I')
        {
            Literal("Infinity"u8, null);
            return double.NegativeInfinity;
        }

        if (!TryTake((byte)'0') && Digits() == 0)
        {
            _at = start;
            throw Error("a value");
        }

        bool whole = true;
        if (Peek() == '.' && IsDigit(_at + 1))
        {
            whole = false;
            _at++;
            Digits();
        }

        if (Peek() is (byte)'e' or (byte)'E')
        {
            int sign = _at + 1 < _text.Length && _text[_at + 1] is (byte)'+' or (byte)'-' ? 1 : 0;
            if (IsDigit(_at + 1 + sign))
            {
                whole = false;
                _at += 1 + sign;
                Digits();
            }
        }

        var token = _text[start.._at];
        return whole ? Whole(token) : double.Parse(token, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private readonly object Whole(ReadOnlySpan<byte> token)
    {
        if (long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            return number;
        }

        return token.Length <= MaxDigits
            ? BigInteger.Parse(
                Encoding.ASCII.GetString(token),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture)
            : throw Error($"a whole number of at most {MaxDigits} digits");
    }

    private int Digits()
    {
        int start = _at;
        while (IsDigit(_at))
        {
            _at++;
        }

        return _at - start;
    }

    private readonly bool IsDigit(int at) => at < _text.Length && _text[at] is >= (byte)'0' and <= (byte)'9';

    private string String()
    {
        _at++;
        int length = _text[_at..].IndexOfAny(StringEnds);
        if (length >= 0 && _text[_at + length] == '"')
        {
            string plain = Decode(_text.Slice(_at, length));
            _at += length + 1;
            return plain;
        }

        var builder = new StringBuilder();
        while (true)
        {
            length = _text[_at..].IndexOfAny(StringEnds);
            if (length < 0)
            {
                throw Error("a closing quote");
            }

            builder.Append(Decode(_text.Slice(_at, length)));
            _at += length;
            if (TryTake((byte)'"'))
            {
                return builder.ToString();
            }

            builder.Append(_text[_at] == '\\' ? Escape() : throw Error("text without control characters"));
        }
    }

    private readonly string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonEncodings.Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new LitJsonException($"Expected UTF-8 in the text at {Position()}, found other bytes.", exception);
        }
    }

    private char Escape()
    {
        _at++;
        byte letter = Peek();
        _at++;
        switch (letter)
        {
            case (byte)'"' or (byte)'\\' or (byte)'/': return (char)letter;
            case (byte)'n': return '\n';
            case (byte)'r': return '\r';
            case (byte)'t': return '\t';
            case (byte)'f': return '\f';
            case (byte)'b': return '\b';
            case (byte)'u' when TryHex(_at, out ushort unit):
                _at += 4;
                return (char)unit;
            default:
                _at -= 2;
                throw Error("an escape that JSON knows");
        }
    }

    private readonly bool TryHex(int at, out ushort unit)
    {
        unit = 0;
        return at + 4 <= _text.Length && ushort.TryParse(
            _text.Slice(at, 4),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out unit);
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }

    private readonly byte Peek() => _at < _text.Length ? _text[_at] : (byte)0;

    private bool TryTake(byte unit)
    {
        bool found = _at < _text.Length && _text[_at] == unit;
        _at += found ? 1 : 0;
        return found;
    }

    private void Take(byte unit)
    {
        if (!TryTake(unit))
        {
            throw Error($"'{(char)unit}'");
        }
    }

    private readonly LitJsonException Error(string expected)
    {
        string found = _at >= _text.Length ? "the end of the text"
            : _text[_at] is > 0x20 and < 0x7f ? $"'{(char)_text[_at]}'"
            : $"the byte 0x{_text[_at]:x2}";
        return new($"Expected {expected} at {Position()}, found {found}.");
    }

    private readonly string Position()
    {
        var before = _text[..Math.Min(_at, _text.Length)];
        int line = before.Count((byte)'\n') + 1;
        return $"line {line}, byte {before.Length - before.LastIndexOf((byte)'\n')}";
    }
}
