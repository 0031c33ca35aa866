namespace Lit.Api.Reporting;

/// <summary>How an HTML page looks.</summary>
public sealed record HtmlOptions
{
    /// <summary>The title of the page for a result that is not a <see cref="Report"/>, which has its own.</summary>
    /// <value><c>Lit report</c> by default.</value>
    public string Title { get; init; } = "Lit report";
}
