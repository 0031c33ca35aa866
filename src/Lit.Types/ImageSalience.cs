using System.Diagnostics.CodeAnalysis;

namespace Lit.Types;

/// <summary>The weight of each pixel, drawn as an image.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="string"/>, a data URL: <c>data:image/…;base64,…</c></description></item>
/// <item><term>Wire name</term><description><c>ImageSalience</c></description></item>
/// </list>
/// </remarks>
public sealed record ImageSalience : Salience
{
    /// <summary>An unsigned map, unless an initializer says otherwise.</summary>
    [SetsRequiredMembers]
    public ImageSalience() => Signed = false;

    /// <inheritdoc />
    public override Type ValueType => typeof(string);
}
