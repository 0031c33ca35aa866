using Lit.Api;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>How one input of a model is filled from fields of the examples.</summary>
internal abstract class InputBinding(TensorInfo info)
{
    /// <summary>The input as the model declares it.</summary>
    public TensorInfo Info => info;

    /// <summary>The fields that are read, with their types.</summary>
    public abstract IEnumerable<KeyValuePair<string, LitType>> Fields { get; }

    /// <summary>What keeps the fields from fitting the input; null if nothing does.</summary>
    public abstract SpecMismatch? Check();

    /// <summary>Fills the input for a batch.</summary>
    /// <param name="batch">At least one example.</param>
    /// <param name="rows">How many rows the input has; the last example fills those beyond the batch.</param>
    /// <param name="runner">The run, of the model or of a program made from it.</param>
    /// <param name="index">The position of the input among those of the run.</param>
    /// <returns>The shape of the input in this run.</returns>
    /// <exception cref="LitException">A value does not fit the input.</exception>
    public abstract long[] Write(IReadOnlyList<Example> batch, int rows, Runner runner, int index);

    /// <summary>The value of a field; null if the example has none.</summary>
    protected static object? Value(Example example, string field) =>
        example.TryGetValue(field, out object? value) ? value : null;

    /// <summary>Says that a value does not fit.</summary>
    protected LitException Misfit(
        IReadOnlyList<Example> batch, int row, string field, string expected, object? value) => new(
        $"Expected field '{field}' of {Describe(batch[row], row)} to be {expected}, for input '{info.Name}' of type "
        + $"{info}; "
        + $"found {Found(value)}.");

    private static string Describe(Example example, int row) =>
        example.HasGivenId ? $"example '{example.Id}'" : $"the example at position {row} of its batch";

    private static string Found(object? value) => value switch
    {
        null => "nothing",
        string => "another text",
        System.Numerics.Tensors.Tensor<float> tensor =>
            $"numbers of shape [{string.Join(", ", tensor.Lengths.ToArray())}]",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value} ({value.GetType().Name})"),
    };
}
