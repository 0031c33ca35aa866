namespace Lit.Types;

/// <summary>A list of texts.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="IReadOnlyList{T}"/> of <see cref="string"/></description></item>
/// <item><term>Wire name</term><description><c>_StringList</c></description></item>
/// </list>
/// </remarks>
public abstract record StringListType : ListLitType
{
    /// <summary>A list that starts empty.</summary>
    protected StringListType() => Default = [];

    /// <inheritdoc />
    public override Type ValueType => typeof(IReadOnlyList<string>);
}
