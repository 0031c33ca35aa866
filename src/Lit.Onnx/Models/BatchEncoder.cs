using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Turns examples into the inputs of a model.</summary>
internal abstract class BatchEncoder
{
    /// <summary>The fields that are read.</summary>
    public abstract Spec Fields { get; }

    /// <summary>How many rows every batch must have; null if any number will do.</summary>
    public virtual int? FixedRows => null;

    /// <summary>Reads a batch.</summary>
    /// <param name="batch">At least one example, at most <see cref="FixedRows"/>.</param>
    /// <exception cref="LitException">A value does not fit the model.</exception>
    public abstract EncodedBatch Encode(IReadOnlyList<Example> batch);

    /// <summary>Parts a batch into such as may be padded together, with the rows of each.</summary>
    public virtual IReadOnlyList<(EncodedBatch Batch, int[] Rows)> Split(EncodedBatch batch) =>
        [(batch, [.. Enumerable.Range(0, batch.Examples.Count)])];

    /// <summary>How long an example is; null if all are equally long.</summary>
    public virtual Func<Example, int>? LengthOf => null;

    /// <summary>The field that an input is fed from; null if there is not exactly one.</summary>
    /// <param name="input">The name of the input.</param>
    public abstract string? FieldOf(string input);

    /// <summary>What each number of an input stands for, in order; none if the input is no row of features.</summary>
    /// <param name="input">The name of the input.</param>
    public virtual IEnumerable<FeatureColumn> ColumnsOf(string input) => [];

    /// <summary>Feeds a baseline of an example's values.</summary>
    /// <param name="input">The name of the model's input that the baseline stands in for.</param>
    /// <param name="example">The example.</param>
    /// <param name="runner">The run.</param>
    /// <param name="index">The position of the baseline among the inputs of the run.</param>
    /// <exception cref="LitException">The input is none of numbers.</exception>
    public abstract void WriteBaseline(string input, Example example, Runner runner, int index);
}

/// <summary>A batch that can be fed to the model it was encoded for, and to programs made from it.</summary>
internal abstract class EncodedBatch(IReadOnlyList<Example> examples)
{
    public IReadOnlyList<Example> Examples => examples;

    /// <summary>Fills inputs of a run by name; inputs that a program adds are left to the caller.</summary>
    /// <param name="session">The model, or a program made from it.</param>
    /// <param name="runner">The run.</param>
    /// <param name="rows">How many rows to feed; the last example fills those beyond the batch.</param>
    /// <returns>The shapes of the inputs in the order of the session; null where one was not filled.</returns>
    public abstract long[][] Write(OnnxSession session, Runner runner, int rows);

    /// <summary>How many tokens an example has without padding; null if it is no text.</summary>
    public virtual int? Tokens(int row) => null;

    /// <summary>How long the batch is in dimensions that are not fixed: tokens of the longest text, or the largest side of a tensor.</summary>
    public int LongestSide => Math.Max(1, Enumerable.Range(0, Examples.Count).Max(row => Tokens(row) ?? Longest(Examples[row])));

    /// <summary>The text of an example and its tokens; null if it is no text.</summary>
    public virtual TokenizedText? Text(int row) => null;

    /// <summary>
    /// The token ids of a baseline, <c>[rows, tokens]</c>: one token in place of all that are not special.
    /// </summary>
    /// <param name="token">The token; null for that of padding.</param>
    /// <exception cref="LitException">The examples are no texts, or the vocabulary has no such token.</exception>
    public virtual long[] BaselineIds(string? token) => throw new LitException(
        "Expected a baseline of numbers for a model that reads no text; found one of tokens. Choose Baseline.Zero "
        + "or Baseline.Constant.");

    private static int Longest(Example example)
    {
        nint longest = 1;
        foreach (object? value in example.Values)
        {
            if (value is Tensor<float> tensor)
            {
                foreach (nint side in tensor.Lengths)
                {
                    longest = Math.Max(longest, side);
                }
            }
        }

        return (int)longest;
    }
}
