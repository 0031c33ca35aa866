namespace Lit.Api.Reporting;

/// <summary>How much attention a text asks for.</summary>
public enum ReportTone
{
    /// <summary>None in particular.</summary>
    Plain,

    /// <summary>Less than what is around it.</summary>
    Muted,

    /// <summary>Something to know.</summary>
    Note,

    /// <summary>Something that limits what the result means.</summary>
    Warning,

    /// <summary>Something that went wrong.</summary>
    Error,
}
