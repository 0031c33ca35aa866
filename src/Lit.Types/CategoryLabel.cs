namespace Lit.Types;

/// <summary>The class of an example.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>CategoryLabel</c></description></item>
/// </list>
/// </remarks>
public sealed record CategoryLabel : StringLitType
{
    /// <summary>The labels allowed; null or empty allows any.</summary>
    public Vocabulary? Vocab { get; init; }
}
