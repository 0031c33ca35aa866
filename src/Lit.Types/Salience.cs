namespace Lit.Types;

/// <summary>What an interpreter says about the weight of the parts of an input.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description>what the derived type says</description></item>
/// <item><term>Wire name</term><description><c>Salience</c></description></item>
/// </list>
/// </remarks>
public record Salience : LitType
{
    /// <summary>Whether to run as soon as an example is shown.</summary>
    public bool AutoRun { get; init; }

    /// <summary>Whether weights may be negative.</summary>
    public required bool Signed { get; init; }
}
