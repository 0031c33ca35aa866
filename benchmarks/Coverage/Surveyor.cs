using System.Diagnostics;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Programs;
using Lit.Types;
using Microsoft.ML.OnnxRuntime;

namespace Lit.Benchmarks.Coverage;

/// <summary>Reads, differentiates, runs and checks one ONNX file.</summary>
internal static class Surveyor
{
    private const int Directions = 3;

    /// <param name="path">The file.</param>
    /// <param name="name">What the survey calls it.</param>
    /// <param name="threads">How many threads a run uses.</param>
    public static ModelSurvey Look(string path, string name, int threads)
    {
        var survey = new ModelSurvey { File = name, Bytes = new FileInfo(path).Length };
        try
        {
            return Look(OnnxFile.Load(path), survey, threads);
        }
        catch (Exception error) when (error is LitException or OnnxRuntimeException or NotSupportedException)
        {
            return survey with { Problem = error.Message.Replace(path + ": ", string.Empty, StringComparison.Ordinal) };
        }
    }

    private static ModelSurvey Look(OnnxFile file, ModelSurvey survey, int threads)
    {
        survey = survey with { Opset = file.Opset };
        foreach (var node in file.Model.Graph.Node)
        {
            string op = Operators.QualifiedName(Operators.NormalizeDomain(node.Domain), node.OpType);
            survey.Operators[op] = survey.Operators.GetValueOrDefault(op) + 1;
        }

        long start = Stopwatch.GetTimestamp();
        DifferentiableModel model;
        CutPoint cut;
        string output;
        try
        {
            model = new DifferentiableModel(file);
            cut = model.FindCut(null);
            output = TargetNodes.FindOutput(model.Copy(), new(null, ProgramTargetKind.Value));
            var coverage = model.Coverage(cut.Name, output);
            foreach (var node in coverage)
            {
                string status = node.Status.ToString();
                survey.Coverage[status] = survey.Coverage.GetValueOrDefault(status) + 1;
            }

            survey = survey with
            {
                Cut = cut.Name,
                Output = output,
                ForwardNodes = model.Copy().Proto.Node.Count,
                Reasons =
                [
                    .. coverage.Where(node => node.Status == CoverageStatus.Unsupported)
                        .GroupBy(node => (node.Operator, node.Detail))
                        .Select(group => $"{group.Key.Operator} ×{group.Count()}: {group.Key.Detail}"),
                ],
            };
        }
        catch (LitException error)
        {
            return survey with { Problem = Shorten(file, error) };
        }

        var target = new ProgramTarget(output, ProgramTargetKind.WeightedSum);
        GradientProgram gradient, path;
        try
        {
            gradient = GradientProgramBuilder.Build(model, cut, target, GradientOutputs.Gradient | GradientOutputs.Input);
            survey = survey with
            {
                BuildMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
                GradientNodes = gradient.Proto.Graph.Node.Count,
            };
            path = PathProgramBuilder.Build(model, cut, target, new(ValuesOnly: true));
        }
        catch (LitException error)
        {
            return survey with { Problem = survey.Reasons.Count > 0 ? "operators on the way have no rule" : Shorten(file, error) };
        }

        return Run(file, survey, (cut, output), (gradient, path), threads);
    }

    private static ModelSurvey Run(
        OnnxFile file, ModelSurvey survey, (CutPoint Cut, string Output) what, (GradientProgram Gradient, GradientProgram Path) programs, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        if (file.Folder is { } folder)
        {
            options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
        }

        long start = Stopwatch.GetTimestamp();
        using var gradient = new InferenceSession(programs.Gradient.Model, options);
        survey = survey with { SessionMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds };
        using var forward = new InferenceSession(file.ToBytes(), options);
        using var path = new InferenceSession(programs.Path.Model, options);

        long rows = programs.Path.FixedRows ?? 2;
        var feeds = new Feeds(rows, Vocabulary(file, what.Cut));
        foreach (var input in file.Inputs)
        {
            feeds.Draw(input);
        }

        string[] inputs = [.. file.Inputs.Select(input => input.Name)];
        var (_, shape) = feeds.Run(forward, inputs, [what.Output])[0];
        long rank = shape.Length;
        double[] weights = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => feeds.Next())];
        var weightType = programs.Gradient.Inputs.First(input => input.Name == ProgramNames.OutputWeights).ElementType;
        feeds.Set(ProgramNames.OutputWeights, weights, shape, weightType);
        survey = survey with { ForwardMilliseconds = Fastest(() => feeds.Run(forward, inputs, [what.Output])) };

        string[] gradientInputs = [.. programs.Gradient.Inputs.Select(input => input.Name)];
        (double[] Values, long[] Shape)[] results = [];
        survey = survey with
        {
            GradientMilliseconds = Fastest(() => results = feeds.Run(gradient, gradientInputs, [ProgramNames.Gradient, ProgramNames.Input])),
        };
        if (rank == 0 || results[0].Values.Length == 0)
        {
            return survey with { Unchecked = "nothing to compare" };
        }

        double error = 0;
        for (int i = 0; i < Directions; i++)
        {
            error = Math.Max(error, DirectionalError(feeds, path, programs.Path, results));
        }

        bool half = programs.Path.Inputs.First(input => input.Name == ProgramNames.Baseline).ElementType == OnnxElementType.Float16;
        return survey with { GradientError = error, Tolerance = half ? 0.1 : survey.Tolerance };
    }

    /// <summary>Moves every value of the cut point along a random line and compares the slope of the target with the gradient.</summary>
    private static double DirectionalError(
        Feeds feeds, InferenceSession session, GradientProgram path, (double[] Values, long[] Shape)[] results)
    {
        var (gradient, shape) = results[0];
        double[] x = results[1].Values;
        long rows = path.FixedRows is null ? shape[0] : 1;
        int size = (int)(gradient.Length / shape[0]);
        double scale = Math.Sqrt(x.Sum(v => v * v) / x.Length);
        double[] direction = [.. x.Select(_ => feeds.Next() * Math.Max(scale, 1e-3))];
        var type = path.Inputs.First(input => input.Name == ProgramNames.Baseline).ElementType;
        feeds.Set(ProgramNames.Baseline, [.. x.Zip(direction, (a, d) => a - d)], shape, type);
        var precise = path.Inputs.First(input => input.Name == ProgramNames.Nodes).ElementType;
        long steps = path.FixedRows ?? 1;
        double[] errors = [.. Enumerable.Repeat(double.PositiveInfinity, (int)rows)];

        // Large steps see curves and kinks, small ones rounding: where any of them agrees with the gradient, that is the slope.
        foreach (double step in (double[])[0.16, 0.04, 0.01, 2.5e-3, 6e-4, 1.5e-4])
        {
            double[] above = At(1 + step), below = At(1 - step);
            for (int row = 0; row < rows; row++)
            {
                double slope = 0, lengthOfGradient = 0, lengthOfDirection = 0;
                for (int i = row * size; i < (row + 1) * size; i++)
                {
                    slope += gradient[i] * direction[i];
                    lengthOfGradient += gradient[i] * gradient[i];
                    lengthOfDirection += direction[i] * direction[i];
                }

                // What a slope along a random line is like, where this one happens to be level.
                double usual = Math.Sqrt(lengthOfGradient * lengthOfDirection / size);
                double difference = (above[row] - below[row]) / (2 * step);
                double error = Math.Abs(difference - slope) / Math.Max(Math.Max(Math.Abs(difference), Math.Abs(slope)), usual);
                errors[row] = Math.Min(errors[row], error);
            }
        }

        return errors.Max();

        double[] At(double fraction)
        {
            feeds.Set(ProgramNames.Nodes, [.. Enumerable.Repeat(fraction, (int)(rows * steps))], [rows, steps], precise);
            string[] inputs = [.. path.Inputs.Select(input => input.Name)];
            var values = feeds.Run(session, inputs, [ProgramNames.PathValues], name => CarriesRows(path, name) ? rows : null)[0].Values;
            return [.. Enumerable.Range(0, (int)rows).Select(row => values[row * steps])];
        }
    }

    private static bool CarriesRows(GradientProgram path, string name) => name is ProgramNames.OutputWeights or ProgramNames.Baseline
        || path.Inputs.First(input => input.Name == name).Shape is [{ Symbol: "lit_batch" }, ..];

    /// <summary>How many token numbers there are, so that those drawn are in the table.</summary>
    private static long Vocabulary(OnnxFile file, CutPoint cut)
    {
        var tables = file.Model.Graph.Node.Where(node => node.Is("Gather") && node.Output[0] == cut.Name)
            .Select(node => file.Model.Graph.Initializer.FirstOrDefault(tensor => tensor.Name == node.Input[0]))
            .OfType<Onnx.Protos.TensorProto>();
        return Math.Min(tables.FirstOrDefault()?.Dims[0] ?? 16, 1000);
    }

    private static double Fastest(Action run)
    {
        run();
        double best = double.PositiveInfinity;
        for (int i = 0; i < 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return best;
    }

    private static string Shorten(OnnxFile file, LitException error) =>
        error.Message.Replace(file.Name + ": ", string.Empty, StringComparison.Ordinal);
}
