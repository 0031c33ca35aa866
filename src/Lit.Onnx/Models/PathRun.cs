using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Path integrals of one kind of gradient, in runs of bounded size whose attributions add up.</summary>
internal sealed class PathRun(GradientRun gradient, PathRequest request, int rowLimit)
{
    private readonly double[] _nodes = [.. request.Rule.Nodes];
    private readonly double[] _weights = [.. request.Rule.Weights];
    private readonly ProgramTarget _target = gradient.Target.Program;

    // Set down when memory runs out, for this and all later batches.
    private int _rowLimit = Math.Max(1, rowLimit);

    private PathOptions Options => OptionsOf(request, gradient.Cut);

    /// <summary>What a program has to compute for an integral.</summary>
    public static PathOptions OptionsOf(PathRequest request, CutPoint cut) => new(
        TokenBaseline: request.Baseline is TokenBaseline,
        PerElement: request.PerElement || cut.Kind != CutPointKind.TokenEmbeddings);

    /// <summary>How the paths of a batch are run.</summary>
    /// <exception cref="ModelOutOfMemoryException">So many examples do not fit into the budget.</exception>
    public MemoryBudget.Fit Fit(EncodedBatch batch)
    {
        int count = batch.Examples.Count;
        int steps = Math.Min(_nodes.Length, Math.Max(1, _rowLimit / count));
        return gradient.Engine.Budget.Find(
            segments => Program(segments), new RunSizes(count, steps, gradient.Side(batch)));
    }

    /// <summary>The program for a number of parts of the forward pass.</summary>
    public GradientProgram Program(int segments) =>
        gradient.Engine.PathProgram(gradient.Cut, _target, Options with { Segments = segments });

    /// <summary>The integral of each example of a batch.</summary>
    public PathIntegral[] Integrate(EncodedBatch batch, CancellationToken cancellationToken)
    {
        TargetFeeds pins = gradient.Pin(batch, cancellationToken);
        int count = batch.Examples.Count;
        var (attributions, shape, values) = Sum(batch, pins, cancellationToken);
        var (baseline, input) = Ends(batch, pins, values, cancellationToken);
        float[] floats = [.. attributions.Select(number => (float)number)];
        int size = attributions.Length / count;
        var approximations = Program(Fit(batch).Segments).Approximations;
        var results = new PathIntegral[count];
        for (int i = 0; i < count; i++)
        {
            int? tokens = gradient.Tokens(batch, i);
            int used = tokens is { } kept ? size / (int)shape[1] * kept : size;
            double total = 0;
            foreach (double number in attributions.AsSpan(i * size, used))
            {
                total += number;
            }

            results[i] = new PathIntegral
            {
                Input = gradient.Input,
                Target = gradient.Target.Describe(pins.Class(i)),
                Attributions = RowTensor.Of(floats, shape, i, tokens),
                Total = total,
                ValueAtInput = input[i],
                ValueAtBaseline = baseline[i],
                Evaluations = _nodes.Length,
                Approximations = approximations,
                Text = batch.Text(i),
            };
        }

        return results;
    }

    /// <summary>
    /// The weighted sum over the path, and the target at each of its points, <c>[examples, points]</c>.
    /// </summary>
    private (double[] Attributions, long[] Shape, double[] Values) Sum(
        EncodedBatch batch, TargetFeeds pins, CancellationToken cancellationToken)
    {
        int count = batch.Examples.Count;
        var fit = Fit(batch);
        var (program, session) = gradient.Engine.Path(gradient.Cut, _target, Options with { Segments = fit.Segments });
        double[] values = new double[count * _nodes.Length];
        double[] sum = [];
        long[] shape = [];
        using Runner runner = session.Rent();
        Prepare(session, runner, batch, pins, cancellationToken);
        for (int start = 0; start < _nodes.Length;)
        {
            int steps = Math.Min(Math.Min(_nodes.Length - start, fit.Steps), Math.Max(1, _rowLimit / count));
            int fed = FedSteps(program, count, ref steps);
            WriteSteps(session, runner, ProgramNames.Nodes, _nodes, start, steps, fed, count);
            WriteSteps(session, runner, ProgramNames.Weights, _weights, start, steps, fed, count, last: 0);
            FetchedOutput[] outputs;
            try
            {
                outputs = GradientRun.Run(
                    session, runner, cancellationToken, ProgramNames.Attributions, ProgramNames.PathValues);
            }
            catch (ModelOutOfMemoryException) when (program.FixedRows is null && steps > 1)
            {
                _rowLimit = Math.Max(1, steps * count / 2);
                runner.ForgetOutputs();
                continue;
            }

            double[] part = outputs[0].Doubles();
            shape = outputs[0].Shape;
            sum = sum.Length == 0 ? part : Add(sum, part);
            Collect(outputs[1].Doubles(), fed, values, start, steps, count);
            runner.ForgetOutputs();
            start += steps;
        }

        return (sum, shape, values);
    }

    /// <summary>The target at the baseline and at the example.</summary>
    private (double[] Baseline, double[] Input) Ends(
        EncodedBatch batch, TargetFeeds pins, double[] values, CancellationToken cancellationToken)
    {
        int count = batch.Examples.Count;
        var (first, last) = (Array.IndexOf(_nodes, 0d), Array.IndexOf(_nodes, 1d));
        if (first < 0 || last < 0)
        {
            var (program, session) = gradient.Engine.Path(
                gradient.Cut, _target, Options with { ValuesOnly = true, PerElement = false });
            double[] ends = [0, 1];
            values = new double[count * 2];
            using Runner runner = session.Rent();
            Prepare(session, runner, batch, pins, cancellationToken);
            for (int start = 0; start < 2;)
            {
                int steps = Math.Min(2 - start, Math.Max(1, _rowLimit / count));
                int fed = FedSteps(program, count, ref steps);
                WriteSteps(session, runner, ProgramNames.Nodes, ends, start, steps, fed, count);
                Collect(
                    GradientRun.Run(session, runner, cancellationToken, ProgramNames.PathValues)[0].Doubles(), fed, values, start, steps, count, 2);
                runner.ForgetOutputs();
                start += steps;
            }

            (first, last) = (0, 1);
        }

        int points = values.Length / count;
        return (
            [.. Enumerable.Range(0, count).Select(i => values[(i * points) + first])],
            [.. Enumerable.Range(0, count).Select(i => values[(i * points) + last])]);
    }

    private void Prepare(
        OnnxSession session, Runner runner, EncodedBatch batch, TargetFeeds pins, CancellationToken cancellationToken)
    {
        batch.Write(session, runner, batch.Examples.Count);
        pins.Write(session, runner, batch.Examples.Count);
        if (request.Baseline is ExampleBaseline && gradient.Cut.Kind == CutPointKind.Inner)
        {
            ReferenceFeed.Write(
                request.Baseline, gradient, session, runner, batch, pins, batch.Examples.Count, cancellationToken);
        }
        else
        {
            PathBaseline.Write(request.Baseline, gradient, session, runner, batch);
        }
    }

    /// <summary>
    /// How many points a run takes: exactly as many rows as a model needs that was exported for a number of them.
    /// </summary>
    private static int FedSteps(GradientProgram program, int count, ref int steps)
    {
        if (program.FixedRows is not { } rows)
        {
            return steps;
        }

        if (rows % count != 0)
        {
            throw new LitException(
                $"Expected a number of examples that divides the {rows} rows that the model was exported for; found "
                + $"{count}.");
        }

        int fed = (int)(rows / count);
        steps = Math.Min(steps, fed);
        return fed;
    }

    private static void WriteSteps(
        OnnxSession session,
        Runner runner,
        string name,
        double[] steps,
        int start,
        int used,
        int fed,
        int count,
        double? last = null)
    {
        double[] numbers = new double[count * fed];
        for (int i = 0; i < numbers.Length; i++)
        {
            int step = i % fed;
            numbers[i] = step < used ? steps[start + step] : last ?? steps[start + used - 1];
        }

        GradientRun.WriteNumbers(session, runner, name, [count, fed], numbers);
    }

    private void Collect(double[] part, int fed, double[] values, int start, int steps, int count) =>
        Collect(part, fed, values, start, steps, count, _nodes.Length);

    private static void Collect(double[] part, int fed, double[] values, int start, int steps, int count, int points)
    {
        for (int i = 0; i < count; i++)
        {
            part.AsSpan(i * fed, steps).CopyTo(values.AsSpan((i * points) + start));
        }
    }

    private static double[] Add(double[] sum, double[] part)
    {
        System.Numerics.Tensors.TensorPrimitives.Add<double>(sum, part, sum);
        return sum;
    }
}
