namespace Lit.Types;

/// <summary>A JPEG image.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/>, a data URL: <c>data:image/jpeg;base64,…</c></description></item>
/// <item><term>Wire name</term><description><c>JPEGBytes</c></description></item>
/// </list>
/// </remarks>
public sealed record JPEGBytes : ImageBytes;
