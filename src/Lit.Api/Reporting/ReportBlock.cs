namespace Lit.Api.Reporting;

/// <summary>One part of a report. Blocks compare by value and know nothing of how they are drawn.</summary>
public abstract record ReportBlock
{
    private protected ReportBlock()
    {
    }

    /// <summary>A heading above the block; null for none.</summary>
    public string? Title { get; init; }
}
