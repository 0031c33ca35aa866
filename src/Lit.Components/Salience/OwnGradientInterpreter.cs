using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>A method that asks a model for its gradients, so that the model has to compute them itself.</summary>
/// <typeparam name="TConfig">The options.</typeparam>
public abstract class OwnGradientInterpreter<TConfig> : SalienceInterpreter<TConfig>
    where TConfig : SalienceConfig
{
    private protected OwnGradientInterpreter(TConfig defaults)
        : base(defaults)
    {
    }

    /// <inheritdoc />
    public override Spec MetaSpec => new() { ["saliency"] = new TokenSalience { AutoRun = false, Signed = Signed } };

    private protected override bool Signed => true;

    /// <inheritdoc />
    protected override TConfig ReadConfig(ConfigValues values) => Defaults;

    private protected override Compatibility CheckModel(Model model, TConfig config)
        => GradientInputs.Of(model, preferConvention: false) is { } own
            ? CheckOwn(own, config)
            : new([new SpecMismatch("model", "a model that computes gradients", "one that does not")]);

    private protected override Task<List<SalienceResult>> ExplainWindowAsync(
        Model model, IReadOnlyList<Example> window, TConfig config, CancellationToken cancellationToken)
        => ExplainOwnAsync(
            GradientInputs.Of(model, preferConvention: false)!, window, config, cancellationToken);

    private protected virtual Compatibility CheckOwn(IGradientModel model, TConfig config)
        => model.CheckGradient(Request(model, config));

    private protected abstract GradientRequest Request(IGradientModel model, TConfig config);

    private protected abstract Task<List<SalienceResult>> ExplainOwnAsync(
        IGradientModel model, IReadOnlyList<Example> window, TConfig config, CancellationToken cancellationToken);

    /// <summary>Puts the scores of numbers into a result, by the parts that the numbers belong to.</summary>
    private protected static SalienceResult Score(
        SalienceResult blank, InputGradient gradient, Example example, float[] elements, SalienceConfig config)
    {
        var parts = ScoredParts.Of(gradient.Input, gradient.Text, example, gradient.Gradients.Lengths);
        double[] scores = parts.Sums<float>(elements);
        double[] shares = [.. scores];
        Scale(shares, config, addEpsilon: false);
        return parts.Add(
            blank with { Target = gradient.Target },
            scores,
            shares,
            System.Numerics.Tensors.Tensor.Create(elements, gradient.Gradients.Lengths, []),
            Flat(gradient.Values));
    }

    private protected static float[] Flat(System.Numerics.Tensors.Tensor<float> tensor)
    {
        float[] numbers = new float[tensor.FlattenedLength];
        tensor.FlattenTo(numbers);
        return numbers;
    }
}
