namespace Lit.Types;

/// <summary>A JPEG image.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="string"/>, a data URL: <c>data:image/jpeg;base64,…</c></description></item>
/// <item><term>Wire name</term><description><c>JPEGBytes</c></description></item>
/// </list>
/// </remarks>
public sealed record JPEGBytes : ImageBytes
{
    /// <inheritdoc />
    private protected override string Prefix => "data:image/jpeg";

    /// <summary>Also the name that is not registered, but in use.</summary>
    private protected override bool HasPrefix(string url)
        => base.HasPrefix(url) || url.StartsWith("data:image/jpg", StringComparison.Ordinal);
}
