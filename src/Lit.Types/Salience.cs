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

    /// <summary>Weights are not negative unless <see cref="Signed"/> says that they may be.</summary>
    private protected IEnumerable<SpecMismatch> CheckSign(string field, IEnumerable<double> weights, CheckRules rules)
        => rules == CheckRules.Strict && !Signed && weights.Any(weight => weight < 0)
            ? [new(field, "weights of 0 or more", "a negative one")]
            : [];
}
