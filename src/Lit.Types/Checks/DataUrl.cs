using System.Buffers.Text;

namespace Lit.Types.Checks;

/// <summary>Images as text.</summary>
internal static class DataUrl
{
    private const string Marker = ";base64,";

    /// <summary>Whether the text has the marker of base64, and base64 after it.</summary>
    public static bool IsBase64(string url)
    {
        int marker = url.IndexOf(Marker, StringComparison.Ordinal);
        return marker >= 0 && Base64.IsValid(url.AsSpan(marker + Marker.Length));
    }
}
