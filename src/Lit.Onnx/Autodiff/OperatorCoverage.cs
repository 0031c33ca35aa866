namespace Lit.Onnx.Autodiff;

/// <summary>What the differentiator makes of one node between a wanted input and the target.</summary>
/// <param name="Operator">The operator, with its domain unless that is the standard one.</param>
/// <param name="Node">The name of the node or, if it has none, of its first output.</param>
/// <param name="Status">Whether it can be differentiated.</param>
/// <param name="Detail">The name of the rule, or the reason why there is none.</param>
public sealed record OperatorCoverage(string Operator, string Node, CoverageStatus Status, string Detail)
{
    /// <summary>Such as <c>MaxUnpool at 'decoder/unpool': no rule</c>.</summary>
    public override string ToString() => $"{Operator} at '{Node}': {Detail}";
}

/// <summary>Whether a node can be differentiated.</summary>
public enum CoverageStatus
{
    /// <summary>A rule differentiates it.</summary>
    Differentiated,

    /// <summary>
    /// A rule passes the gradient through it although its result is rounded and has no slope: the gradient is that of the
    /// arithmetic without rounding. <see cref="OperatorCoverage.Detail"/> says what was left out.
    /// </summary>
    StraightThrough,

    /// <summary>Its result is piecewise constant or not a number: the gradient ends here, which is exact.</summary>
    EndsGradient,

    /// <summary>It has a gradient, but there is no rule for it.</summary>
    Unsupported,
}
