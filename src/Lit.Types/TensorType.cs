using System.Numerics.Tensors;

namespace Lit.Types;

/// <summary>Numbers of a fixed shape.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="Tensor{T}"/> of <see cref="float"/></description></item>
/// <item><term>Wire name</term><description><c>_Tensor</c></description></item>
/// </list>
/// </remarks>
public abstract record TensorType : LitType
{
    /// <summary>What a form starts with; null leaves it blank.</summary>
    public ValueList<object?>? Default { get; init; }

    /// <inheritdoc />
    public override Type ValueType => typeof(Tensor<float>);

    /// <inheritdoc />
    public override object? DefaultValue => Default;
}
