using System.Buffers.Text;
using System.Globalization;

namespace Lit.Types.Json;

/// <summary>
/// Numbers as Python's JSON writes them: the shortest digits that read back to the same 64 bits, in its layout.
/// </summary>
internal static class PythonFloat
{
    /// <summary>No text is longer: sign, 17 digits, point, <c>e-308</c>, or 17 digits with their zeros.</summary>
    public const int MaxLength = 32;

    private const double LargestShortInteger = 1e15;

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number; not finite ones become <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Format(double value, Span<byte> destination)
    {
        if (!double.IsFinite(value))
        {
            var name = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
            name.CopyTo(destination);
            return name.Length;
        }

        if (Math.Abs(value) < LargestShortInteger && value == Math.Truncate(value) && !IsNegativeZero(value))
        {
            Utf8Formatter.TryFormat((long)value, destination, out int length);
            ".0"u8.CopyTo(destination[length..]);
            return length + 2;
        }

        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out int written, "R", CultureInfo.InvariantCulture);
        return Lay(text[..written], destination);
    }

    private static bool IsNegativeZero(double value) => value == 0 && double.IsNegative(value);

    /// <summary>Takes digits and exponent out of .NET's text and lays them out anew.</summary>
    private static int Lay(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        int count = 0;
        int exponent = 0;
        int position = 0;
        int at = 0;
        if (text[0] == '-')
        {
            destination[position++] = (byte)'-';
            at = 1;
        }

        int integerDigits = -1;
        for (; at < text.Length && text[at] != 'E'; at++)
        {
            if (text[at] == '.')
            {
                integerDigits = count;
            }
            else
            {
                digits[count++] = text[at];
            }
        }

        integerDigits = integerDigits < 0 ? count : integerDigits;
        if (at < text.Length)
        {
            exponent = int.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }

        int zeros = digits[..count].IndexOfAnyExcept((byte)'0');
        if (zeros < 0)
        {
            "0.0"u8.CopyTo(destination[position..]);
            return position + 3;
        }

        exponent += integerDigits - zeros - 1;
        var significant = digits[zeros..count].TrimEnd((byte)'0');
        return position + (exponent is >= -4 and < 16
            ? Positional(significant, exponent, destination[position..])
            : Scientific(significant, exponent, destination[position..]));
    }

    private static int Positional(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        int position = 0;
        if (exponent < 0)
        {
            "0."u8.CopyTo(destination);
            destination.Slice(2, -exponent - 1).Fill((byte)'0');
            position = 1 - exponent;
            digits.CopyTo(destination[position..]);
            return position + digits.Length;
        }

        int whole = exponent + 1;
        for (; position < whole; position++)
        {
            destination[position] = position < digits.Length ? digits[position] : (byte)'0';
        }

        destination[position++] = (byte)'.';
        if (digits.Length <= whole)
        {
            destination[position++] = (byte)'0';
            return position;
        }

        digits[whole..].CopyTo(destination[position..]);
        return position + digits.Length - whole;
    }

    private static int Scientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        int position = 0;
        destination[position++] = digits[0];
        if (digits.Length > 1)
        {
            destination[position++] = (byte)'.';
            digits[1..].CopyTo(destination[position..]);
            position += digits.Length - 1;
        }

        destination[position++] = (byte)'e';
        destination[position++] = exponent < 0 ? (byte)'-' : (byte)'+';
        int size = Math.Abs(exponent);
        if (size < 10)
        {
            destination[position++] = (byte)'0';
        }

        Utf8Formatter.TryFormat(size, destination[position..], out int written);
        return position + written;
    }
}
