namespace Lit.Api.Reporting;

/// <summary>A picture that is part of the report itself.</summary>
public sealed record ImageBlock : ReportBlock
{
    private static readonly string[] Prefixes =
    [
        "data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,",
    ];

    /// <summary>Creates a picture.</summary>
    /// <param name="dataUrl">The picture as a data URL: base64 of a PNG, JPEG, GIF or WebP.</param>
    /// <param name="alternativeText">What the picture shows, in words.</param>
    /// <exception cref="ArgumentException">The URL is none of these.</exception>
    public ImageBlock(string dataUrl, string alternativeText)
    {
        ArgumentNullException.ThrowIfNull(dataUrl);
        ArgumentNullException.ThrowIfNull(alternativeText);
        string? prefix = Prefixes.FirstOrDefault(start => dataUrl.StartsWith(start, StringComparison.Ordinal));
        if (prefix is null || !System.Buffers.Text.Base64.IsValid(dataUrl.AsSpan(prefix.Length)))
        {
            throw new ArgumentException(
                "Expected a base64 data URL of a PNG, JPEG, GIF or WebP picture, such as \"data:image/png;base64,…\"; "
                + $"found \"{dataUrl[..Math.Min(dataUrl.Length, 24)]}\".",
                nameof(dataUrl));
        }

        (DataUrl, AlternativeText) = (dataUrl, alternativeText);
    }

    /// <summary>The picture as a data URL.</summary>
    public string DataUrl { get; }

    /// <summary>What the picture shows, in words.</summary>
    public string AlternativeText { get; }
}
