using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>A number.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="double"/>, finite</description></item>
/// <item><term>Wire name</term><description><c>Scalar</c></description></item>
/// </list>
/// </remarks>
public record Scalar : LitType
{
    /// <summary>The least value a form offers.</summary>
    /// <value>0 by default.</value>
    public double MinValue { get; init; }

    /// <summary>The greatest value a form offers.</summary>
    /// <value>1 by default.</value>
    public double MaxValue { get; init; } = 1;

    /// <summary>What a form starts with; null leaves it blank.</summary>
    /// <value>0 by default.</value>
    public double? Default { get; init; } = 0;

    /// <summary>The distance between values a form offers.</summary>
    /// <value>0.01 by default.</value>
    public double Step { get; init; } = 0.01;

    /// <inheritdoc />
    public override Type ValueType => typeof(double);

    /// <inheritdoc />
    public override object? DefaultValue => Default;

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Number(value);

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
        => rules == CheckRules.Strict ? CheckRange(field, (double)value) : [];

    /// <summary>A number that is in the range of the forms; NaN is not.</summary>
    private protected IEnumerable<SpecMismatch> CheckRange(string field, double value)
    {
        if (!(value >= MinValue && value <= MaxValue))
        {
            yield return new(
                field,
                $"a number from {Mismatch.Number(MinValue)} to {Mismatch.Number(MaxValue)}",
                Mismatch.Number(value));
        }
    }
}
