namespace Lit.Types;

/// <summary>The number that a model predicts.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="double"/>, finite</description></item>
/// <item><term>Wire name</term><description><c>RegressionScore</c></description></item>
/// </list>
/// </remarks>
public sealed record RegressionScore : Scalar, IHasParent
{
    /// <summary>The <see cref="Scalar"/> field of the dataset with the true number; null if there is none.</summary>
    public string? Parent { get; init; }
}
