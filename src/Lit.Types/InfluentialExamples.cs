namespace Lit.Types;

/// <summary>The training examples that made a prediction what it is, for each input.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term>
/// <description><see cref="IReadOnlyList{T}"/> of <see cref="IReadOnlyList{T}"/> of
/// <see cref="IReadOnlyDictionary{TKey, TValue}"/>, records of the training set</description></item>
/// <item><term>Wire name</term><description><c>InfluentialExamples</c></description></item>
/// </list>
/// </remarks>
public sealed record InfluentialExamples : LitType
{
    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<IReadOnlyList<IReadOnlyDictionary<string, object?>>>);
}
