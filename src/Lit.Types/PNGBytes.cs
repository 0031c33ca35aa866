namespace Lit.Types;

/// <summary>A PNG image.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="string"/>, a data URL: <c>data:image/png;base64,…</c></description></item>
/// <item><term>Wire name</term><description><c>PNGBytes</c></description></item>
/// </list>
/// </remarks>
public sealed record PNGBytes : ImageBytes
{
    /// <inheritdoc />
    private protected override string Prefix => "data:image/png";
}
