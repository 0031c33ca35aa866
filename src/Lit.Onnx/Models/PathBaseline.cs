using System.Numerics.Tensors;
using Lit.Api.Attribution;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Feeds the start of a path.</summary>
internal static class PathBaseline
{
    /// <exception cref="LitException">The baseline does not fit what the gradient is taken with respect to.</exception>
    public static void Write(
        Baseline baseline, GradientRun gradient, OnnxSession session, Runner runner, EncodedBatch batch)
    {
        int index = session.IndexOfInput(ProgramNames.Baseline);
        if (index < 0)
        {
            return;
        }

        switch (baseline)
        {
            case TokenBaseline tokens:
                WriteTokens(batch.BaselineIds(tokens.Name), batch.Examples.Count, session, runner);
                break;
            case ConstantBaseline { Values: var values }:
                WriteConstant(values, gradient.Cut, session, runner);
                break;
            case ExampleBaseline { Example: var example }:
                gradient.WriteBaseline(new Lit.Api.Example(example), runner, index);
                break;
            case ZeroBaseline:
                GradientRun.WriteNumbers(session, runner, ProgramNames.Baseline, Ones(session.Inputs[index].Rank), [0]);
                break;
            default:
                throw Unknown(baseline);
        }
    }

    /// <summary>The error for a baseline that only an explanation method can make numbers of.</summary>
    public static LitException Unknown(Baseline baseline) => new(
        "Expected a baseline that a model knows: Zero, Padding, Token, Constant or Of an example; found "
        + $"{baseline.GetType().Name}. Use it in a method that takes baselines, or give its numbers as Baseline.Constant.");

    private static void WriteTokens(long[] ids, int rows, OnnxSession session, Runner runner) =>
        GradientRun.WriteNumbers(
        session, runner, ProgramNames.Baseline, [rows, ids.Length / rows], Array.ConvertAll(ids, id => (double)id));

    private static void WriteConstant(Tensor<float> values, CutPoint cut, OnnxSession session, Runner runner)
    {
        long[] shape = Ones(cut.Shape!.Count);
        int rank = values.Rank;
        bool fits = rank < shape.Length;
        for (int i = 0; fits && i < rank; i++)
        {
            int dimension = shape.Length - rank + i;
            shape[dimension] = values.Lengths[i];
            fits = values.Lengths[i] == 1 || (cut.Shape[dimension].Size ?? values.Lengths[i]) == values.Lengths[i];
        }

        if (!fits)
        {
            throw new LitException(
                $"Expected a baseline that fits '{cut.Name}' [{string.Join(", ", cut.Shape)}] of one example; "
                + $"found numbers of shape [{string.Join(", ", values.Lengths.ToArray())}].");
        }

        float[] floats = new float[values.FlattenedLength];
        values.FlattenTo(floats);
        GradientRun.WriteNumbers(
            session, runner, ProgramNames.Baseline, shape, Array.ConvertAll(floats, number => (double)number));
    }

    private static long[] Ones(int rank)
    {
        long[] shape = new long[rank];
        shape.AsSpan().Fill(1);
        return shape;
    }
}
