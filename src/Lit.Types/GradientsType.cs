using System.Numerics.Tensors;

namespace Lit.Types;

/// <summary>The derivative of a model's output with respect to an embedding or an image.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="Tensor{T}"/> of <see cref="float"/></description></item>
/// <item><term>Wire name</term><description><c>_GradientsBase</c></description></item>
/// </list>
/// </remarks>
public abstract record GradientsType : TensorType
{
    /// <summary>
    /// The <see cref="Tokens"/> or <see cref="ImageBytes"/> that the rows belong to; null if there are none.
    /// </summary>
    public string? Align { get; init; }

    /// <summary>
    /// The embeddings of the same output that the derivative is taken with respect to; null if not given.
    /// </summary>
    public string? GradFor { get; init; }

    /// <summary>
    /// The field of the model's input that can fix the class whose score is differentiated; null if none can.
    /// </summary>
    public string? GradTargetFieldKey { get; init; }
}
