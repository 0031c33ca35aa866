using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>The points of a curve, such as ROC, in drawing order.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="CurvePoint"/></description></item>
/// <item><term>Wire name</term><description><c>CurveDataPoints</c></description></item>
/// </list>
/// </remarks>
public sealed record CurveDataPoints : LitType
{
    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<CurvePoint>);

    /// <inheritdoc />
    public override object? Normalize(object? value) => Reading.Points(value);
}
