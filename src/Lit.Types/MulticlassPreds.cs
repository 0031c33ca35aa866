using System.Numerics.Tensors;
using Lit.Types.Checks;

namespace Lit.Types;

/// <summary>The probability a classifier gives to each class, for one example.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>Value</term><description><see cref="Tensor{T}"/> of <see cref="float"/></description></item>
/// <item><term>Shape</term><description><c>[Vocab.Count]</c>, in the order of <see cref="Vocab"/></description></item>
/// <item><term>Unit</term>
/// <description>probability, each in [0, 1]; the sum is checked by <see cref="CheckRules.Strict"/>
/// only</description></item>
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
    /// <summary>How far above 1 a probability may come out of a sum of 32-bit numbers.</summary>
    private const float Rounding = 1e-5f;

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

    /// <inheritdoc />
    private protected override ReadOnlySpan<int> Ranks => [1];

    /// <inheritdoc />
    public override IEnumerable<SpecMismatch> Check(string field, object? value, CheckRules rules)
    {
        if (NullIndex is { } index && (uint)index >= (uint)Vocab.Count)
        {
            yield return new(field, $"NullIndex below {Vocab.Count}, the size of the vocabulary", $"{index}");
        }

        if (Vocab.HasDuplicates)
        {
            yield return new(field, "a vocabulary of different labels", $"{Vocab}");
        }

        foreach (var mismatch in base.Check(field, value, rules))
        {
            yield return mismatch;
        }
    }

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckNumbers(
        string field,
        Tensor<float> tensor,
        CheckRules rules)
    {
        int count = (int)tensor.FlattenedLength;
        if (count != Vocab.Count)
        {
            yield return new(field, $"{Vocab.Count} probabilities, one for each class", $"{count}");
        }
        else if (Probabilities(tensor).IndexOfAnyExceptInRange(0f, 1f + Rounding) is var bad and >= 0)
        {
            yield return new(field, "probabilities in [0, 1]", $"{Mismatch.Number(tensor[bad])} for '{Vocab[bad]}'");
        }
        else if (rules == CheckRules.Strict && Math.Abs(Tensor.Sum<float>(tensor) - 1) > 0.01f)
        {
            yield return new(
                field,
                "probabilities whose sum is 1",
                $"the sum {Mismatch.Number(Tensor.Sum<float>(tensor))}");
        }
    }

    private static ReadOnlySpan<float> Probabilities(Tensor<float> tensor)
        => tensor.TryGetSpan([0], (int)tensor.FlattenedLength, out ReadOnlySpan<float> span) ? span : tensor.ToArray();
}
