using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;

namespace Lit.Components.Paths;

/// <summary>Explains one example by a method and makes a result of its scores.</summary>
internal sealed class AttributionRun
{
    private readonly IGradientProbe _probe;
    private readonly float[] _values;
    private readonly ProbeFunction _function;

    public AttributionRun(ProbeSource source, IGradientProbe probe, Example example)
    {
        InputGradient start = probe.Start;
        _probe = probe;
        _values = new float[start.Values.FlattenedLength];
        start.Values.FlattenTo(_values);
        _function = new ProbeFunction(probe);
        var parts = ScoredParts.Of(start.Input, start.Text, example, start.Values.Lengths);
        double[] numbers = new double[_values.Length];
        TensorPrimitives.ConvertSaturating<float, double>(_values, numbers);
        Task = new AttributionTask
        {
            Function = _function,
            Input = start.Input,
            Values = numbers,
            Parts = parts,
            Numbers = async (baseline, token) =>
            {
                float[] found = await source.NumbersAsync(probe, baseline, token).ConfigureAwait(false);
                return [.. found.Select(number => (double)number)];
            },
            Grid = start.Input.Image is { } layout ? PixelGrid.Of(layout, start.Values.Lengths) : null,
            Text = start.Input.IsPerToken ? start.Text : null,
            Vocabulary = source.Vocabulary,
        };
    }

    public AttributionTask Task { get; }

    /// <summary>Runs the method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="config">How scores are normalized.</param>
    /// <param name="tolerance">
    /// Which completeness error counts as converged, for methods without a tolerance of their own.
    /// </param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async ValueTask<SalienceResult> ExplainAsync(
        AttributionMethod method, SalienceConfig config, double tolerance, CancellationToken cancellationToken)
    {
        InputGradient start = _probe.Start;
        PathSum sum = _values.Length == 0
            ? new PathSum([])
            : await method.RunAsync(Task, Task.Values, cancellationToken).ConfigureAwait(false);
        double[] scores = Task.Parts.Sums<double>(sum.Scores);
        double[] shares = [.. scores];
        if (config.Normalize)
        {
            SalienceScaling.Normalize(shares);
        }

        Tensor<float>? elements = sum.Scores.Length == _values.Length
            ? Tensor.Create([.. sum.Scores.Select(score => (float)score)], start.Values.Lengths)
            : null;
        var result = new SalienceResult
        {
            Method = method.Name,
            Signed = method.Signed,
            Target = start.Target,
            ValueAtInput = Known(sum.ValueAtInput ?? start.Value),
            ValueAtBaseline = Known(sum.ValueAtBaseline),
            Evaluations = _function.Evaluations,
            StandardErrors = new(sum.StandardErrors ?? []),
            ErrorEstimate = sum.ErrorEstimate,
            Converged = sum.Reached,
        };
        result = Task.Parts.Add(result, scores, shares, elements, _values);
        return result.Converged is null && result.CompletenessError is { } error && sum.StandardErrors is null
            ? result with { Converged = IsWithin(tolerance, error, result) }
            : result;
    }

    /// <summary>NaN stands for a value that the model's predictions do not show.</summary>
    private static double? Known(double? value) => value is { } number && double.IsNaN(number) ? null : value;

    private static bool IsWithin(double tolerance, double error, SalienceResult result)
    {
        double difference = Math.Abs(result.ValueAtInput!.Value - result.ValueAtBaseline!.Value);
        return Math.Abs(error) <= Math.Max(tolerance * difference, SalienceScaling.Rounding * result.Size);
    }
}
