namespace Lit.Types;

/// <summary>A URL that a model wrote.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>GeneratedURL</c></description></item>
/// </list>
/// </remarks>
public sealed record GeneratedURL : TextSegment
{
    /// <summary>The field of the same output that the URL belongs to; null if there is none.</summary>
    public string? Align { get; init; }
}
