using Lit.Types;

namespace Lit.Api.Reporting;

/// <summary>Names with their values, one a line.</summary>
/// <param name="Facts">The names and values, in order.</param>
public sealed record FactsBlock(ValueList<Fact> Facts) : ReportBlock;

/// <summary>A name with its value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; a text or a number converts to it.</param>
public sealed record Fact(string Name, ReportCell Value)
{
    /// <summary>A remark to the value; null for none.</summary>
    public string? Detail { get; init; }
}
