using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>A figure that a metric computes.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="double"/>; NaN where the figure is not defined</description></item>
/// <item><term>Wire name</term><description><c>MetricResult</c></description></item>
/// </list>
/// </remarks>
public sealed record MetricResult : LitType
{
    /// <summary>What stands where there is no figure.</summary>
    /// <value>0 by default.</value>
    public double Default { get; init; }

    /// <summary>What the figure says, for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Which value is the best.</summary>
    /// <value><see cref="MetricBestValue.None"/> by default.</value>
    public MetricBestValue BestValue { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(double);

    /// <inheritdoc />
    public override object? DefaultValue => Default;

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Number(value);
}
