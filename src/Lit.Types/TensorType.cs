using System.Numerics.Tensors;
using Lit.Types.Checks;

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

    /// <summary>The ranks that a value may have; none for any.</summary>
    private protected virtual ReadOnlySpan<int> Ranks => [];

    /// <inheritdoc />
    public override object? Normalize(object? value)
        => Reading.Tensor(value) is not Tensor<float> tensor ? value
            : tensor is { Rank: 1, FlattenedLength: 0 } && !Ranks.IsEmpty
                ? Tensor.Create(Array.Empty<float>(), new nint[Ranks[0]])
            : tensor;

    /// <inheritdoc />
    private protected override IEnumerable<SpecMismatch> CheckContent(string field, object value, CheckRules rules)
    {
        var tensor = (Tensor<float>)value;
        return !Ranks.IsEmpty && !Ranks.Contains(tensor.Rank)
            ? [new(field, $"Tensor<float> of rank {string.Join(" or ", Ranks.ToArray())}", $"rank {tensor.Rank}")]
            : CheckNumbers(field, tensor, rules);
    }

    /// <summary>Checks the numbers of a tensor of the right rank.</summary>
    private protected virtual IEnumerable<SpecMismatch> CheckNumbers(
        string field,
        Tensor<float> tensor,
        CheckRules rules)
        => rules == CheckRules.Strict && tensor.Any(number => !float.IsFinite(number))
            ? [new(field, "finite numbers", "one that is not")]
            : [];
}
