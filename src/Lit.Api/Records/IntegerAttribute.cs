namespace Lit.Api;

/// <summary>A whole number.</summary>
/// <remarks>The field is a <see cref="Lit.Types.Integer"/>; the property is a <see cref="long"/> or an <see cref="int"/>.</remarks>
public sealed class IntegerAttribute : LitFieldAttribute
{
    /// <summary>The least value a form offers.</summary>
    /// <value>-32768 by default.</value>
    public double MinValue { get; set; } = short.MinValue;

    /// <summary>The greatest value a form offers.</summary>
    /// <value>32767 by default.</value>
    public double MaxValue { get; set; } = short.MaxValue;
}
