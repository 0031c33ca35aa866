using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>A model of a function of the numbers in the field "x", which computes gradients itself.</summary>
internal sealed class FunctionModel(
    Func<double[], double> value, Func<double[], double[]> gradient, ImageLayout? image = null) : Model, IGradientModel
{
    public override Spec InputSpec { get; } = new() { ["x"] = new Embeddings() };

    public override Spec OutputSpec { get; } = new() { ["score"] = new RegressionScore() };

    public IReadOnlyList<GradientInput> GradientInputs { get; } =
        [new GradientInput("x", GradientInputKind.Values, "x") { Image = image }];

    /// <summary>Probes that were handed out, in order.</summary>
    public List<FunctionProbe> Probes { get; } = [];

    public static Example Example(params double[] x) => Example(x, x.Length);

    public static Example Example(double[] x, params nint[] shape) =>
        new([new("x", Tensor.Create(x.Select(v => (float)v).ToArray(), shape))]);

    public override IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs, CancellationToken cancellationToken = default) =>
        inputs.Select(input => new Example([new("score", value(Numbers(input)))])).ToAsyncEnumerable();

    public Compatibility CheckGradient(GradientRequest request) => request.Target is RegressionTarget
        ? Compatibility.Full
        : new([new SpecMismatch("target", "a regression", $"{request.Target}")]);

    public IAsyncEnumerable<InputGradient> GradientsAsync(
        IEnumerable<Example> inputs, GradientRequest request, CancellationToken cancellationToken = default) =>
        inputs.Select(Start).ToAsyncEnumerable();

    public IAsyncEnumerable<PathIntegral> IntegrateAsync(
        IEnumerable<Example> inputs, PathRequest request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IGradientProbe> ProbeAsync(
        Example example, GradientRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var probe = FunctionProbe.Of(Start(example), value, gradient);
        Probes.Add(probe);
        return new(probe);
    }

    private static double[] Numbers(Example input)
    {
        var x = input.Get<Tensor<float>>("x");
        float[] numbers = new float[x.FlattenedLength];
        x.FlattenTo(numbers);
        return [.. numbers.Select(number => (double)number)];
    }

    private InputGradient Start(Example example)
    {
        var x = example.Get<Tensor<float>>("x");
        double[] numbers = Numbers(example);
        return new InputGradient
        {
            Input = GradientInputs[0],
            Target = new(Target.Regression, "score", null, null),
            Value = value(numbers),
            Values = x,
            Gradients = Tensor.Create(gradient(numbers).Select(g => (float)g).ToArray(), x.Lengths),
        };
    }
}
