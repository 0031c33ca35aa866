namespace Lit.Types;

/// <summary>Several images, such as the frames of a film.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="string"/>, each a data URL</description></item>
/// <item><term>Wire name</term><description><c>ImageBytesList</c></description></item>
/// </list>
/// </remarks>
public sealed record ImageBytesList : ListLitType
{
    /// <summary>A list that starts empty.</summary>
    public ImageBytesList() => Default = [];

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<string>);
}
