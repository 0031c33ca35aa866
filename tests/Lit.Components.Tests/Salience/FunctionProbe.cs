using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>A probe of a function that is given with its gradient.</summary>
internal sealed class FunctionProbe(InputGradient start, Func<double[], double> value, Func<double[], double[]> gradient)
    : IGradientProbe
{
    public InputGradient Start => start;

    /// <summary>How many points each call had.</summary>
    public List<int> Calls { get; } = [];

    public static FunctionProbe Of(InputGradient start, Func<double[], double> value, Func<double[], double[]> gradient)
        => new(start, value, gradient);

    public ValueTask<PointGradients> EvaluateAsync(ReadOnlyMemory<float> points, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        double[][] all = [.. points.ToArray().Select(x => (double)x).Chunk((int)start.Values.FlattenedLength)];
        Calls.Add(all.Length);
        return new(new PointGradients(
            [.. all.Select(value)],
            [.. all.SelectMany(gradient).Select(g => (float)g)]));
    }

    public ValueTask<float[]> BaselineAsync(Baseline baseline, CancellationToken cancellationToken)
    {
        float[] values = new float[start.Values.FlattenedLength];
        switch (baseline)
        {
            case ZeroBaseline:
                break;
            case ConstantBaseline { Values: var constant }:
                float[] numbers = new float[constant.FlattenedLength];
                constant.FlattenTo(numbers);
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = numbers[i % numbers.Length];
                }

                break;
            default:
                throw new LitException($"No numbers for {baseline}.");
        }

        return new(values);
    }
}
