using System.Numerics;
using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>One kind of gradient of a model: what is differentiated by what.</summary>
internal sealed class GradientRun(
    GradientEngine engine,
    OnnxSession forward,
    BatchEncoder encoder,
    CutPoint cut,
    CutPoint? layer,
    Func<CutPoint, GradientInput> describe,
    PinnedTarget target,
    GradientRequest request)
{
    /// <summary>What is differentiated by, or what moves where that is a layer.</summary>
    public CutPoint Cut => cut;

    /// <summary>The same, as results name it.</summary>
    public GradientInput Input { get; } = describe(cut);

    /// <summary>The value that is differentiated by while <see cref="Cut"/> moves; null for <see cref="Cut"/> itself.</summary>
    public CutPoint? Layer => layer;

    /// <summary>Whether a layer has numbers for each token.</summary>
    public bool IsLayerPerToken => layer is not null && describe(layer).IsPerToken;

    /// <summary>What is differentiated.</summary>
    public PinnedTarget Target => target;

    /// <summary>What goes backward.</summary>
    public BackwardRule Backward => request.Backward;

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
        var fit = engine.Budget.Find(
            segments => engine.PointProgram(cut, layer, target.Program, request.Backward, segments),
            new RunSizes(1, encoder.FixedRows ?? rows, Side(batch)));
        return new OnnxGradientProbe(
            this, batch, pins, results[0], inputs[..size], shape, encoder.FixedRows, fit.Steps, fit.Segments);
    }

    /// <summary>The numbers that gradients are taken with respect to, for token numbers other than the batch's.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="ids">The token numbers, <c>[examples, tokens]</c>.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>One row for each of the model's rows; the first rows are the examples.</returns>
    public float[] InputsOf(EncodedBatch batch, long[] ids, CancellationToken cancellationToken)
    {
        var (_, session) = engine.Gradient(cut, target.Program);
        int count = batch.Examples.Count;
        int rows = encoder.FixedRows ?? count;
        using Runner runner = session.Rent();
        batch.Write(session, runner, rows);
        WritePins(session, runner, new Pins([0], [0]), rows);
        int tokens = ids.Length / count;
        double[] numbers = new double[tokens * rows];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ids[i % ids.Length];
        }

        WriteNumbers(session, runner, TokenInput, [rows, tokens], numbers);
        return Run(session, runner, cancellationToken, ProgramNames.Input)[0].TakeFloats();
    }

    /// <summary>The model's input of token numbers.</summary>
    private string TokenInput => cut.Input
        ?? engine.Model.CutPoints.FirstOrDefault(known => known.Kind == CutPointKind.TokenEmbeddings)?.Input
        ?? throw new LitException(
            $"Expected a baseline of values for '{cut.Name}' of a model that reads no tokens; found one of tokens.");

    /// <summary>The numbers that gradients are taken with respect to, for another example.</summary>
    public Tensor<float> InputsOf(Example example, CancellationToken cancellationToken)
    {
        EncodedBatch batch = encoder.Encode([example]);
        return Gradients(batch, new Pins([0], [0]), cancellationToken).Results[0].Values;
    }

    /// <summary>What dimensions count that are neither fixed nor the batch's.</summary>
    public int Side(EncodedBatch batch) =>
        forward.Inputs.All(i => i.Shape.Skip(1).All(d => d.Size is not null)) ? 1 : batch.LongestSide;

    /// <summary>How the gradient at a batch is run.</summary>
    /// <exception cref="ModelOutOfMemoryException">So many examples do not fit into the budget.</exception>
    public MemoryBudget.Fit Fit(EncodedBatch batch) => engine.Budget.Find(
        segments => engine.GradientProgram(cut, target.Program, request.Backward, segments),
        new RunSizes(encoder.FixedRows ?? batch.Examples.Count, 1, Side(batch)));

    private (InputGradient[] Results, float[] Inputs, long[] Shape) Gradients(
        EncodedBatch batch, Pins pins, CancellationToken cancellationToken)
    {
        int rows = encoder.FixedRows ?? batch.Examples.Count;
        var (program, session) = engine.Gradient(cut, target.Program, request.Backward, Fit(batch).Segments);
        bool compares = request.Backward == BackwardRule.DeepLift;
        using Runner runner = session.Rent();
        batch.Write(session, runner, rows);
        WritePins(session, runner, pins, rows);
        if (compares)
        {
            ReferenceFeed.Write(request.Reference, this, session, runner, batch, rows, cancellationToken);
        }

        FetchedOutput[] outputs = Run(
            session,
            runner,
            cancellationToken,
            [
                ProgramNames.Value, ProgramNames.Input, ProgramNames.Gradient,
                .. compares ? (string[])[ProgramNames.Reference, ProgramNames.ReferenceValue] : [],
            ]);
        double[] values = outputs[0].Doubles();
        float[] inputs = outputs[1].TakeFloats();
        float[] gradients = outputs[2].TakeFloats();
        float[] references = compares ? outputs[3].TakeFloats() : [];
        double[] referenceValues = compares ? outputs[4].Doubles() : [];
        var results = new InputGradient[batch.Examples.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = new InputGradient
            {
                Input = Input,
                Target = target.Describe(pins.Class[i]),
                Value = values[i],
                Values = RowTensor.Of(inputs, outputs[1].Shape, i, Tokens(batch, i)),
                Gradients = RowTensor.Of(gradients, outputs[2].Shape, i, Tokens(batch, i)),
                Reference = compares ? RowTensor.Of(references, outputs[3].Shape, i, Tokens(batch, i)) : null,
                ReferenceValue = compares ? referenceValues[i] : null,
                Approximations = program.Approximations,
                Text = batch.Text(i),
            };
        }

        return (results, inputs, outputs[1].Shape);
    }

    /// <summary>How many rows of a value per token belong to an example; null for all rows.</summary>
    public int? Tokens(EncodedBatch batch, int row) =>
        Input.IsPerToken ? batch.Tokens(row) : null;

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
