using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>The position of the first piece of each token in a finer split of the same text.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="int"/></description></item>
/// <item><term>Shape</term><description>as many as tokens of <see cref="AlignIn"/></description></item>
/// <item><term>Wire name</term><description><c>SubwordOffsets</c></description></item>
/// </list>
/// </remarks>
public sealed record SubwordOffsets : ListLitType
{
    /// <summary>The <see cref="Tokens"/> of the same spec that are split further.</summary>
    public required string AlignIn { get; init; }

    /// <summary>The <see cref="Tokens"/> of the same spec that they are split into.</summary>
    public required string AlignOut { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<int>);

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Positions(value);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
    {
        var offsets = (IReadOnlyList<int>)value;
        for (int i = 0; i < offsets.Count; i++)
        {
            if (offsets[i] < (i == 0 ? 0 : offsets[i - 1]))
            {
                yield return new(field, "positions of 0 or more that never fall", $"{offsets[i]} at position {i}");
                yield break;
            }
        }
    }
}
