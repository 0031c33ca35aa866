using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Paths;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>
/// Scores each token by the gradient integrated along the straight path from a baseline to its embedding, times the
/// distance.
/// </summary>
/// <remarks>
/// <para>
/// Scores are in the target's unit: above 0 a token speaks for the target, below 0 against it. They sum to the
/// difference of the
/// target between input and baseline, up to <see cref="SalienceResult.CompletenessError"/>, which is always stated
/// where the
/// values of the target are known.
/// </para>
/// <para>
/// A model by LIT's convention needs a <see cref="TokenGradients"/> field as <see cref="GradientTimesInput"/> does,
/// takes the same
/// <see cref="TokenEmbeddings"/> as input, and names the input field with the class. All its texts move along their
/// paths
/// together, and their scores are normalized together.
/// </para>
/// <para>After Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks", ICML 2017.</para>
/// </remarks>
/// <example>
/// <code>
/// var why = await new IntegratedGradients().ExplainAsync(model, reviews[0]);
/// Console.WriteLine(why.ToAnsiString());
/// </code>
/// </example>
public sealed class IntegratedGradients : SalienceInterpreter<IntegratedGradientsConfig>
{
    /// <summary>Creates the method with the usual options.</summary>
    public IntegratedGradients()
        : this(new IntegratedGradientsConfig())
    {
    }

    /// <summary>Creates the method with options of your own as its defaults.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    public IntegratedGradients(IntegratedGradientsConfig defaults)
        : this(defaults, autoRun: false)
    {
    }

    /// <summary>Creates the method with options of your own as its defaults.</summary>
    /// <param name="defaults">The options of a run that is given none.</param>
    /// <param name="autoRun">Whether a host should run it without being asked.</param>
    public IntegratedGradients(IntegratedGradientsConfig defaults, bool autoRun)
        : base(defaults)
    {
        ConfigSpec = new()
        {
            ["Class to explain"] = new TextSegment { Default = defaults.ClassToExplain },
            ["Normalize"] = new BooleanLitType { Default = defaults.Normalize },
            ["Interpolation steps"] =
                new Scalar { MinValue = 5, MaxValue = 100, Default = defaults.InterpolationSteps, Step = 1 },
        };
        MetaSpec = new() { ["saliency"] = new TokenSalience { AutoRun = autoRun, Signed = true } };
    }

    /// <inheritdoc />
    public override string Name => "Integrated Gradients";

    /// <inheritdoc />
    public override string Description
        => "What each token adds to the prediction, as the gradient along a path from no information to the text.";

    /// <inheritdoc />
    public override Spec ConfigSpec { get; }

    /// <inheritdoc />
    public override Spec MetaSpec { get; }

    private protected override bool Signed => true;

    /// <inheritdoc />
    protected override IntegratedGradientsConfig ReadConfig(ConfigValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Defaults with
        {
            ClassToExplain = values.GetString("Class to explain", Defaults.ClassToExplain),
            Normalize = values.GetBoolean("Normalize", Defaults.Normalize),
            InterpolationSteps = values.GetInt32("Interpolation steps", Defaults.InterpolationSteps),
        };
    }

    private protected override Compatibility CheckModel(Model model, IntegratedGradientsConfig config)
    {
        if (GradientInputs.Of(model, Convention(model, config)) is { } own)
        {
            if (config.Baseline is UniformBaseline or NoiseBaseline)
            {
                return new([new SpecMismatch(
                    "Baseline",
                    $"one that does not depend on chance ({nameof(ExpectedGradients)} averages over random ones)",
                    $"{config.Baseline}")]);
            }

            return own.CheckGradient(Request(own, config, config.InterpolationSteps));
        }

        GradientField[] fields = [.. GradientFields.Integrable(model.InputSpec, model.OutputSpec)];
        if (fields is [])
        {
            return new(
                GradientFields.Missing(model.InputSpec, model.OutputSpec, needsEmbeddings: true, needsPath: true));
        }

        return new(fields.Where(field => field.TargetKey != fields[0].TargetKey).Select(field => new SpecMismatch(
            field.Gradients,
            $"GradTargetFieldKey '{fields[0].TargetKey}', as '{fields[0].Gradients}' has",
            $"'{field.TargetKey}'")));
    }

    private protected override async Task<List<SalienceResult>> ExplainWindowAsync(
        Model model,
        IReadOnlyList<Example> window,
        IntegratedGradientsConfig config,
        CancellationToken cancellationToken)
    {
        if (config.Baseline is MeanBaseline or BlurredBaseline
            && GradientInputs.Of(model, Convention(model, config)) is not null)
        {
            var starts = await NumbersAsync(model, window, config, cancellationToken).ConfigureAwait(false);
            List<SalienceResult> one = [];
            for (int i = 0; i < window.Count; i++)
            {
                one.AddRange(await ExplainWindowAsync(
                    model, [window[i]], config with { Baseline = starts[i] }, cancellationToken).ConfigureAwait(false));
            }

            return one;
        }

        int steps = config.InterpolationSteps;
        var results = await IntegrateAsync(model, window, config, steps, cancellationToken).ConfigureAwait(false);
        while (config is { Tolerance: { } tolerance, LitCompatible: false }
            && steps * 2 <= config.MaxInterpolationSteps)
        {
            int[] rough = [.. Enumerable.Range(0, results.Count).Where(i => Misses(results[i], tolerance))];
            if (rough is [])
            {
                break;
            }

            steps *= 2;
            var refined = await IntegrateAsync(
                model, [.. rough.Select(i => window[i])], config, steps, cancellationToken)
                .ConfigureAwait(false);
            for (int i = 0; i < rough.Length; i++)
            {
                results[rough[i]] =
                    refined[i] with { Evaluations = results[rough[i]].Evaluations + refined[i].Evaluations };
            }
        }

        return config is { Tolerance: { } wanted, LitCompatible: false }
            ? [.. results.Select(result => result with
            {
                Converged = result.CompletenessError is null ? null : !Misses(result, wanted),
            })]
            : results;
    }

    /// <summary>Whether more steps would help: an error at the rounding of single precision is as small as it gets.</summary>
    private static bool Misses(SalienceResult result, double tolerance)
    {
        if (result.CompletenessError is not { } error)
        {
            return false;
        }

        double difference = (result.ValueAtInput - result.ValueAtBaseline)!.Value;
        return Math.Abs(error) > Math.Max(tolerance * Math.Abs(difference), SalienceScaling.Rounding * result.Size);
    }

    /// <summary>The numbers of a baseline that a model does not know, for each example.</summary>
    private static async Task<List<Baseline>> NumbersAsync(
        Model model,
        IReadOnlyList<Example> window,
        IntegratedGradientsConfig config,
        CancellationToken cancellationToken)
    {
        var source = ProbeSource.Of(model, config with { LitCompatible = false });
        List<Baseline> starts = [];
        foreach (Example example in window)
        {
            IGradientProbe probe = await source.ProbeAsync(example, cancellationToken).ConfigureAwait(false);
            AttributionTask task = new AttributionRun(source, probe, example).Task;
            double[] numbers = await task.StartAsync(config.Baseline, task.Values, 0, cancellationToken).ConfigureAwait(false);
            nint[] shape = probe.Start.Values.Lengths.ToArray();

            // The mean over tokens is one embedding, the same for each token.
            shape = task.Input.IsPerToken && shape.Length > 1 && shape[0] > 0 ? shape[1..] : shape;
            int size = (int)shape.Aggregate((nint)1, (a, b) => a * b);
            starts.Add(numbers.Length == 0
                ? Baseline.Zero
                : Baseline.Constant(Tensor.Create([.. numbers.Take(size).Select(number => (float)number)], shape)));
        }

        return starts;
    }

    private Task<List<SalienceResult>> IntegrateAsync(
        Model model,
        IReadOnlyList<Example> window,
        IntegratedGradientsConfig config,
        int steps,
        CancellationToken cancellationToken)
        => GradientInputs.Of(model, Convention(model, config)) is { } own
            ? IntegrateAsync(own, window, config, steps, cancellationToken)
            : new ConventionPath(
                model, [.. GradientFields.Integrable(model.InputSpec, model.OutputSpec)], config, NewResult())
                .RunAsync(window, steps, cancellationToken);

    private async Task<List<SalienceResult>> IntegrateAsync(
        IGradientModel model,
        IReadOnlyList<Example> window,
        IntegratedGradientsConfig config,
        int steps,
        CancellationToken cancellationToken)
    {
        List<SalienceResult> results = [];
        var integrals = model.IntegrateAsync(window, Request(model, config, steps), cancellationToken);
        await foreach (var integral in integrals.ConfigureAwait(false))
        {
            Tensor<float> attributions = integral.Attributions;
            var parts = ScoredParts.Of(
                integral.Input, integral.Text, window[results.Count], attributions.Lengths);
            float[] flat = new float[attributions.FlattenedLength];
            attributions.FlattenTo(flat);
            double[] scores = parts.Sums<float>(flat);
            double[] shares = [.. scores];
            Scale(shares, config, addEpsilon: true);
            var blank = NewResult() with
            {
                Target = integral.Target,
                ValueAtInput = integral.ValueAtInput,
                ValueAtBaseline = integral.ValueAtBaseline,
                Evaluations = integral.Evaluations,
            };
            results.Add(parts.Add(blank, scores, shares, attributions, []));
        }

        return results;
    }

    private static PathRequest Request(IGradientModel model, IntegratedGradientsConfig config, int steps) => new()
    {
        Target = config.ExplainedTarget ?? GradientInputs.TargetOf(model, config),
        Input = GradientInputs.NameOf(model, config),
        Rule = config.Rule(steps),
        Baseline = config.Baseline,
        MaxRows = config.MaxRows,
    };

    private static bool Convention(Model model, IntegratedGradientsConfig config)
        => config.LitCompatible && GradientFields.Integrable(model.InputSpec, model.OutputSpec).Any();
}
