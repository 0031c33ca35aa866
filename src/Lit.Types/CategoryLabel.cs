using Lit.Types.Checks;

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

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => Vocab is { Count: > 0 } && !Vocab.Contains((string)value)
            ? [new(field, $"one of the labels {Vocab}", Mismatch.Label((string)value))]
            : [];
}
