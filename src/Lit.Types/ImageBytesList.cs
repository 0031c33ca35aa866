using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>Several images, such as the frames of a film.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="IReadOnlyList{T}"/> of <see cref="string"/>, each a data URL</description></item>
/// <item><term>Wire name</term><description><c>ImageBytesList</c></description></item>
/// </list>
/// </remarks>
public sealed record ImageBytesList : ListLitType
{
    /// <summary>A list that starts empty.</summary>
    public ImageBytesList() => Default = [];

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<string>);

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Texts(value);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
    {
        var images = (IReadOnlyList<string>)value;
        for (int i = 0; i < images.Count; i++)
        {
            if (images[i]?.StartsWith("data:image", StringComparison.Ordinal) != true)
            {
                yield return new(field, "data URLs that start with data:image", $"another text at position {i}");
                yield break;
            }
        }
    }
}
