using System.Collections;
using System.Globalization;
using System.Numerics;

namespace Lit.Types.Forms;

/// <summary>Truth of values of any kind, as LIT's web client sends them.</summary>
public static class LooseBoolean
{
    /// <summary>Whether a value counts as true.</summary>
    /// <remarks>
    /// Text is false if it is empty, <c>0</c> or <c>false</c> in any case, and true otherwise: also <c>no</c>,
    /// <c>off</c> and <c>0.0</c>. <see cref="bool.TryParse(string?, out bool)"/> is the strict reading.
    /// </remarks>
    /// <param name="value">Null and zero are false, NaN is true; a list or a map is false if it is empty.</param>
    public static bool Of(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        string text => text.Length > 0 && text != "0" && !text.Equals("false", StringComparison.OrdinalIgnoreCase),
        BigInteger number => !number.IsZero,
        double or float or long or int or short or byte or uint or ulong or decimal
            => Convert.ToDouble(value, CultureInfo.InvariantCulture) != 0,
        ICollection items => items.Count > 0,
        IEnumerable items => items.Cast<object?>().Any(),
        _ => true,
    };
}
