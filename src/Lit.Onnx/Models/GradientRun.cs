using System.Numerics;
using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;

namespace Lit.Onnx.Models;

/// <summary>One kind of gradient of a model: what is differentiated by what.</summary>
internal sealed class GradientRun(
    GradientEngine engine, OnnxSession forward, BatchEncoder encoder, CutPoint cut, GradientInput input, PinnedTarget target)
{
    /// <summary>What is differentiated by.</summary>
    public CutPoint Cut => cut;

    /// <summary>The same, as results name it.</summary>
    public GradientInput Input => input;

    /// <summary>What is differentiated.</summary>
    public PinnedTarget Target => target;

    public GradientEngine Engine => engine;

    /// <summary>The classes that a target is about, pinned for each row.</summary>
    /// <param name="Class">The class; the last one again for rows beyond the examples.</param>
    /// <param name="Against">The class that is subtracted.</param>
    public readonly record struct Pins(int[] Class, int[] Against);

    /// <summary>Pins the classes, by a forward pass where the target is the predicted class.</summary>
    public Pins Pin(EncodedBatch batch, CancellationToken cancellationToken)
    {
        int count = batch.Examples.Count;
        var pins = new Pins(new int[count], new int[count]);
        TensorColumn? predicted = target.NeedsPrediction ? Predict(batch, cancellationToken) : null;
        for (int i = 0; i < count; i++)
        {
            (pins.Class[i], pins.Against[i]) = target.Resolve(
                batch.Examples[i], predicted is null ? [] : predicted.Row(i));
        }

        return pins;
    }

    /// <summary>The gradient at each example of a batch.</summary>
    public InputGradient[] Gradients(EncodedBatch batch, CancellationToken cancellationToken) =>
        Gradients(batch, Pin(batch, cancellationToken), cancellationToken).Results;

    /// <summary>An example that can be moved.</summary>
    /// <param name="batch">The example alone.</param>
    /// <param name="rows">How many points a run may have.</param>
    /// <param name="cancellationToken">Stops the run at the example.</param>
    public OnnxGradientProbe Probe(EncodedBatch batch, int rows, CancellationToken cancellationToken)
    {
        Pins pins = Pin(batch, cancellationToken);
        var (results, inputs, shape) = Gradients(batch, pins, cancellationToken);
        int size = inputs.Length / (int)shape[0];
        return new OnnxGradientProbe(this, batch, pins, results[0], inputs[..size], shape, encoder.FixedRows, rows);
    }

    /// <summary>The numbers that gradients are taken with respect to, for token numbers other than the batch's.</summary>
    public float[] InputsOf(EncodedBatch batch, long[] ids, CancellationToken cancellationToken)
    {
        var (_, session) = engine.Gradient(cut, target.Program);
        int rows = encoder.FixedRows ?? batch.Examples.Count;
        using Runner runner = session.Rent();
        batch.Write(session, runner, rows);
        WritePins(session, runner, new Pins([0], [0]), rows);
        double[] numbers = new double[ids.Length * rows];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ids[i % ids.Length];
        }

        WriteNumbers(session, runner, cut.Input!, [rows, ids.Length], numbers);
        return Run(session, runner, cancellationToken, ProgramNames.Input)[0].TakeFloats();
    }

    /// <summary>The numbers that gradients are taken with respect to, for another example.</summary>
    public Tensor<float> InputsOf(Example example, CancellationToken cancellationToken)
    {
        EncodedBatch batch = encoder.Encode([example]);
        return Gradients(batch, new Pins([0], [0]), cancellationToken).Results[0].Values;
    }

    private (InputGradient[] Results, float[] Inputs, long[] Shape) Gradients(
        EncodedBatch batch, Pins pins, CancellationToken cancellationToken)
    {
        var (_, session) = engine.Gradient(cut, target.Program);
        int rows = encoder.FixedRows ?? batch.Examples.Count;
        using Runner runner = session.Rent();
        batch.Write(session, runner, rows);
        WritePins(session, runner, pins, rows);
        FetchedOutput[] outputs = Run(
            session, runner, cancellationToken, ProgramNames.Value, ProgramNames.Input, ProgramNames.Gradient);
        double[] values = outputs[0].Doubles();
        float[] inputs = outputs[1].TakeFloats();
        float[] gradients = outputs[2].TakeFloats();
        var results = new InputGradient[batch.Examples.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = new InputGradient
            {
                Input = input,
                Target = target.Describe(pins.Class[i]),
                Value = values[i],
                Values = RowTensor.Of(inputs, outputs[1].Shape, i, Tokens(batch, i)),
                Gradients = RowTensor.Of(gradients, outputs[2].Shape, i, Tokens(batch, i)),
                Text = batch.Text(i),
            };
        }

        return (results, inputs, outputs[1].Shape);
    }

    /// <summary>How many rows of a value per token belong to an example; null for all rows.</summary>
    public int? Tokens(EncodedBatch batch, int row) =>
        cut.Kind == CutPointKind.TokenEmbeddings ? batch.Tokens(row) : null;

    /// <summary>Feeds the values of an example as the start of paths.</summary>
    public void WriteBaseline(Example example, Runner runner, int index) =>
        encoder.WriteBaseline(cut.Input ?? cut.Name, example, runner, index);

    /// <summary>Feeds the classes, where a program takes them.</summary>
    public static void WritePins(OnnxSession session, Runner runner, Pins pins, int rows)
    {
        Write(ProgramNames.Class, pins.Class);
        Write(ProgramNames.Against, pins.Against);

        void Write(string name, int[] classes)
        {
            int index = session.IndexOfInput(name);
            if (index >= 0)
            {
                Span<long> target = runner.Input<long>(index, [rows]);
                for (int i = 0; i < rows; i++)
                {
                    target[i] = classes[Math.Min(i, classes.Length - 1)];
                }
            }
        }
    }

    /// <summary>Feeds numbers to an input of whatever floating point type.</summary>
    public static void WriteNumbers(
        OnnxSession session, Runner runner, string name, ReadOnlySpan<long> shape, ReadOnlySpan<double> numbers)
    {
        int index = session.IndexOfInput(name);
        var source = new Numbers(numbers);
        NumberWriter.Write(runner, index, session.Inputs[index].Element, shape, ref source);
    }

    /// <summary>Runs a program and fetches outputs by name, in the order given.</summary>
    public static FetchedOutput[] Run(
        OnnxSession session, Runner runner, CancellationToken cancellationToken, params ReadOnlySpan<string> names)
    {
        int[] indices = new int[names.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = session.IndexOfOutput(names[i]);
            runner.Output(indices[i]);
        }

        runner.Run(cancellationToken);
        return [.. indices.Select(index => new FetchedOutput(session.Outputs[index], runner.Result(index)))];
    }

    private TensorColumn Predict(EncodedBatch batch, CancellationToken cancellationToken)
    {
        using Runner runner = forward.Rent();
        batch.Write(forward, runner, encoder.FixedRows ?? batch.Examples.Count);
        runner.Output(target.OutputIndex);
        runner.Run(cancellationToken);
        return target.Probabilities(
            new FetchedOutput(forward.Outputs[target.OutputIndex], runner.Result(target.OutputIndex)), batch);
    }

    private readonly ref struct Numbers(ReadOnlySpan<double> numbers) : INumberSource
    {
        private readonly ReadOnlySpan<double> _numbers = numbers;

        public void CopyTo<T>(Span<T> destination)
            where T : unmanaged, INumber<T>
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = T.CreateSaturating(_numbers[i]);
            }
        }
    }
}
