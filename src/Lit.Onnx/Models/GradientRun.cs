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

    /// <summary>Pins the target of each example, by a forward pass where it is about the predicted class.</summary>
    public TargetFeeds Pin(EncodedBatch batch, CancellationToken cancellationToken) =>
        target.Pin(batch.Examples, output => Predict(output, batch, cancellationToken));

    /// <summary>The gradient at each example of a batch.</summary>
    public InputGradient[] Gradients(EncodedBatch batch, CancellationToken cancellationToken) =>
        Gradients(batch, Pin(batch, cancellationToken), cancellationToken).Results;

    /// <summary>An example that can be moved.</summary>
    /// <param name="batch">The example alone.</param>
    /// <param name="rows">How many points a run may have.</param>
    /// <param name="cancellationToken">Stops the run at the example.</param>
    public OnnxGradientProbe Probe(EncodedBatch batch, int rows, CancellationToken cancellationToken)
    {
        TargetFeeds pins = Pin(batch, cancellationToken);
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
    /// <param name="pins">The targets of the examples.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>One row for each of the model's rows; the first rows are the examples.</returns>
    public float[] InputsOf(EncodedBatch batch, long[] ids, TargetFeeds pins, CancellationToken cancellationToken)
    {
        var (_, session) = engine.Gradient(cut, target.Program);
        int count = batch.Examples.Count;
        int rows = encoder.FixedRows ?? count;
        using Runner runner = session.Rent();
        batch.Write(session, runner, rows);
        pins.Write(session, runner, rows);
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
    public Tensor<float> InputsOf(Example example, TargetFeeds pins, CancellationToken cancellationToken)
    {
        EncodedBatch batch = encoder.Encode([example]);
        return Gradients(batch, pins.Row(0), cancellationToken).Results[0].Values;
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
        EncodedBatch batch, TargetFeeds pins, CancellationToken cancellationToken)
    {
        int rows = encoder.FixedRows ?? batch.Examples.Count;
        var (program, session) = engine.Gradient(cut, target.Program, request.Backward, Fit(batch).Segments);
        bool compares = request.Backward == BackwardRule.DeepLift;
        using Runner runner = session.Rent();
        batch.Write(session, runner, rows);
        pins.Write(session, runner, rows);
        if (compares)
        {
            ReferenceFeed.Write(request.Reference, this, session, runner, batch, pins, rows, cancellationToken);
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
                Target = target.Describe(pins.Class(i)),
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

    /// <summary>Feeds numbers to an input of whatever type.</summary>
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

    private TensorColumn Predict(OutputBinding output, EncodedBatch batch, CancellationToken cancellationToken)
    {
        int index = output.Output!.Value;
        using Runner runner = forward.Rent();
        batch.Write(forward, runner, encoder.FixedRows ?? batch.Examples.Count);
        runner.Output(index);
        runner.Run(cancellationToken);
        return (TensorColumn)output.Read(new FetchedOutput(forward.Outputs[index], runner.Result(index)), batch);
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
