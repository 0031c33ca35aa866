using System.Numerics.Tensors;

namespace Lit.Types;

/// <summary>The probability a classifier gives to each class, for one example.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="Tensor{T}"/> of <see cref="float"/></description></item>
/// <item><term>Shape</term><description><c>[Vocab.Count]</c>, in the order of <see cref="Vocab"/></description></item>
/// <item><term>Unit</term><description>probability, each in [0, 1]; the sum is not checked</description></item>
/// <item><term>Wire name</term><description><c>MulticlassPreds</c></description></item>
/// </list>
/// </remarks>
/// <example>
/// <code>
/// var output = new Spec
/// {
///     ["probas"] = new MulticlassPreds { Vocab = ["contradiction", "entailment"], Parent = "label", NullIndex = 0 },
/// };
/// </code>
/// </example>
public sealed record MulticlassPreds : TensorType, IHasParent
{
    /// <summary>Class names. Two vocabularies are equal when their labels are, so specs compare by value.</summary>
    public required Vocabulary Vocab { get; init; }

    /// <summary>The position in <see cref="Vocab"/> of the negative class; null when no class is special.</summary>
    public int? NullIndex { get; init; }

    /// <summary>The <see cref="CategoryLabel"/> field of the dataset with the true class, if there is one.</summary>
    public string? Parent { get; init; }

    /// <summary>Whether to show the classes by falling probability.</summary>
    public bool AutoSort { get; init; }

    /// <summary>The least probability of the positive class that counts as positive, in [0, 1].</summary>
    /// <value>Null by default: the most probable class wins.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1].</exception>
    public double? Threshold
    {
        get;
        init => field = value is null or (>= 0 and <= 1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a probability in [0, 1].");
    }
}
