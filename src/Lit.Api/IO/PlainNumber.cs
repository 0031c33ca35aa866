namespace Lit.Api.IO;

/// <summary>Parses numbers as people write them: a sign, digits, a point, digits.</summary>
/// <remarks>
/// Up to fifteen digits are an exact double, and so is their power of ten; one division then gives the double nearest to the
/// number. Clinger, "How to Read Floating Point Numbers Accurately", 1990.
/// </remarks>
internal static class PlainNumber
{
    private const int MostDigits = 15;

    private static ReadOnlySpan<double> Powers =>
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Parses a number of this form; any other is left to a slower parser.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out double value)
    {
        bool isNegative = !utf8.IsEmpty && utf8[0] == (byte)'-';
        if (isNegative)
        {
            utf8 = utf8[1..];
        }

        value = 0;
        if (utf8.IsEmpty || utf8.Length > MostDigits + 1)
        {
            return false;
        }

        long digits = 0;
        int point = -1;
        for (int i = 0; i < utf8.Length; i++)
        {
            int digit = utf8[i] - '0';
            if ((uint)digit < 10)
            {
                digits = (digits * 10) + digit;
            }
            else if (utf8[i] == (byte)'.' && point < 0)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        int count = utf8.Length - (point < 0 ? 0 : 1);
        if (count is 0 or > MostDigits)
        {
            return false;
        }

        value = point < 0 ? digits : digits / Powers[utf8.Length - point - 1];
        value = isNegative ? -value : value;
        return true;
    }
}
