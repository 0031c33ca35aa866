using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>An image of any format.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="string"/>, a data URL: <c>data:image/…;base64,…</c></description></item>
/// <item><term>Wire name</term><description><c>ImageBytes</c></description></item>
/// </list>
/// </remarks>
public record ImageBytes : LitType
{
    /// <inheritdoc />
    public override Type ValueType => typeof(string);

    /// <summary>How a data URL of the format starts.</summary>
    private protected virtual string Prefix => "data:image";

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => !HasPrefix((string)value) ? [new(field, $"a data URL that starts with {Prefix}", "another text")]
            : rules == CheckRules.Strict && !DataUrl.IsBase64((string)value)
                ? [new(field, "a data URL with base64 content", "other content")]
                : [];

    /// <summary>Whether a data URL starts as one of the format does.</summary>
    private protected virtual bool HasPrefix(string url) => url.StartsWith(Prefix, StringComparison.Ordinal);
}
