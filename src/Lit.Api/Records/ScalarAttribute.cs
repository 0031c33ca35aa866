namespace Lit.Api;

/// <summary>A number.</summary>
/// <remarks>The field is a <see cref="Lit.Types.Scalar"/>; the property is a <see cref="double"/> or a <see cref="float"/>.</remarks>
public sealed class ScalarAttribute : LitFieldAttribute
{
    /// <summary>The least value a form offers.</summary>
    /// <value>0 by default.</value>
    public double MinValue { get; set; }

    /// <summary>The greatest value a form offers.</summary>
    /// <value>1 by default.</value>
    public double MaxValue { get; set; } = 1;

    /// <summary>The distance between values a form offers.</summary>
    /// <value>0.01 by default.</value>
    public double Step { get; set; } = 0.01;
}
