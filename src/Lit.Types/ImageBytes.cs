namespace Lit.Types;

/// <summary>An image of any format.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/>, a data URL: <c>data:image/…;base64,…</c></description></item>
/// <item><term>Wire name</term><description><c>ImageBytes</c></description></item>
/// </list>
/// </remarks>
public record ImageBytes : LitType
{
    /// <inheritdoc />
    public override Type ValueType => typeof(string);
}
