using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>Where a model lets examples be moved: by gradients of its own, or by LIT's convention for images.</summary>
internal abstract class ProbeSource
{
    private readonly Dictionary<MeanBaseline, Task<float[]>> _means = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reads the embeddings of the model's vocabulary; null where it shows none.</summary>
    public Func<CancellationToken, ValueTask<EmbeddingTable>>? Vocabulary { get; private init; }

    /// <summary>What keeps a method from being run on a model.</summary>
    public static Compatibility Check(Model model, SalienceConfig config, AttributionMethod method)
    {
        bool convention = config.LitCompatible && ImageConvention.Find(model).Fields is not null;
        if (GradientInputs.Of(model, convention) is { } own)
        {
            string name = GradientInputs.NameOf(own, config);
            Compatibility gradient = own.CheckGradient(new GradientRequest
            {
                Target = GradientInputs.TargetOf(own, config),
                Input = name,
            });
            GradientInput? input = own.GradientInputs.FirstOrDefault(input => input.Name == name);
            return !gradient.IsCompatible || input is null ? gradient : new(method.Check(input));
        }

        var (fields, mismatches) = ImageConvention.Find(model);
        return fields is null ? new(mismatches) : new(method.Check(ImageConvention.Input(fields)));
    }

    public static ProbeSource Of(Model model, SalienceConfig config)
    {
        var vocabulary = model.Capability<IEmbeddingTable>();
        bool convention = config.LitCompatible && ImageConvention.Find(model).Fields is not null;
        return GradientInputs.Of(model, convention) is { } own
            ? new Gradients(own, new GradientRequest
            {
                Target = GradientInputs.TargetOf(own, config),
                Input = GradientInputs.NameOf(own, config),
            })
            {
                Vocabulary = vocabulary is null ? null : vocabulary.GetEmbeddingTableAsync,
            }
            : new Convention(new ImageConvention(model, ImageConvention.Find(model).Fields!, config));
    }

    /// <summary>Holds an example.</summary>
    public abstract ValueTask<IGradientProbe> ProbeAsync(Example example, CancellationToken cancellationToken);

    /// <summary>The numbers of a baseline that do not depend on the point.</summary>
    public async ValueTask<float[]> NumbersAsync(
        IGradientProbe probe, Baseline baseline, CancellationToken cancellationToken)
    {
        if (baseline is not MeanBaseline mean)
        {
            return await probe.BaselineAsync(baseline, cancellationToken).ConfigureAwait(false);
        }

        if (!_means.TryGetValue(mean, out var numbers))
        {
            _means[mean] = numbers = MeanAsync(mean, cancellationToken);
        }

        float[] found = await numbers.ConfigureAwait(false);
        int size = (int)probe.Start.Values.FlattenedLength;
        if (found.Length == 0 || (probe.Start.Input.IsPerToken ? size % found.Length != 0 : size != found.Length))
        {
            throw new LitException(
                $"Expected examples whose mean has the {size} numbers of '{probe.Start.Input.Name}'; "
                + $"found {found.Length}.");
        }

        float[] repeated = new float[size];
        for (int i = 0; i < size; i++)
        {
            repeated[i] = found[i % found.Length];
        }

        return repeated;
    }

    /// <summary>The mean over examples; of token embeddings over all tokens, one embedding.</summary>
    private async Task<float[]> MeanAsync(MeanBaseline mean, CancellationToken cancellationToken)
    {
        Moments? moments = null;
        foreach (Example example in mean.Examples)
        {
            IGradientProbe probe = await ProbeAsync(example, cancellationToken).ConfigureAwait(false);
            float[] values = new float[probe.Start.Values.FlattenedLength];
            probe.Start.Values.FlattenTo(values);
            int rows = probe.Start.Input.IsPerToken ? Math.Max(1, (int)probe.Start.Values.Lengths[0]) : 1;
            int width = values.Length / rows;
            moments ??= new Moments(width);
            for (int row = 0; row < rows && width > 0; row++)
            {
                moments.Add([.. values.AsSpan(row * width, width).ToArray().Select(value => (double)value)]);
            }
        }

        return moments is null
            ? throw new LitException("Expected at least one example for a mean baseline; found none.")
            : [.. moments.Mean.Select(number => (float)number)];
    }

    private sealed class Gradients(IGradientModel model, GradientRequest request) : ProbeSource
    {
        public override ValueTask<IGradientProbe> ProbeAsync(Example example, CancellationToken cancellationToken) =>
            model.ProbeAsync(example, request, cancellationToken);
    }

    private sealed class Convention(ImageConvention convention) : ProbeSource
    {
        public override ValueTask<IGradientProbe> ProbeAsync(Example example, CancellationToken cancellationToken) =>
            convention.ProbeAsync(example, cancellationToken);
    }
}
