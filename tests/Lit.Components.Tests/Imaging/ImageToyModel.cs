using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Api.Imaging;
using Lit.Components.Paths;
using Lit.Types;

namespace Lit.Components.Imaging;

/// <summary>A recorded closed form on pixels: per class a sum of L x + Q x², and what LIT's convention asks for.</summary>
internal sealed class ImageToyModel : Model
{
    private readonly bool _isRegression;
    private readonly int _size;
    private readonly double[][] _linear;
    private readonly double[][] _quadratic;
    private readonly double[] _bias;
    private readonly string[] _labels;

    private ImageToyModel(System.Text.Json.JsonElement json)
    {
        InputSpec = Golden.Spec(json.GetProperty("input_spec"));
        OutputSpec = Golden.Spec(json.GetProperty("output_spec"));
        _isRegression = json.GetProperty("head").GetString() == "regression";
        _size = json.GetProperty("size").GetInt32();
        _bias = ImageMethodGoldenTests.Flat(json.GetProperty("b"));
        _labels = json.TryGetProperty("labels", out var labels) ? Golden.Strings(labels) : [];
        _linear = Maps(json.GetProperty("L"));
        _quadratic = Maps(json.GetProperty("Q"));
    }

    public override Spec InputSpec { get; }

    public override Spec OutputSpec { get; }

    /// <summary>How many examples the model was asked for.</summary>
    public int Asked { get; private set; }

    public static ImageToyModel Load(string name) =>
        new(Golden.File("lit/models.json").GetProperty("models").GetProperty(name));

    public override async IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (Example input in inputs)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            Asked++;
            yield return Predict(input);
        }
    }

    /// <summary>The probability of a class as a function of the pixels, in double precision.</summary>
    public Function ProbabilityOf(string label)
    {
        int at = Array.IndexOf(_labels, label);
        return new Function(_size * _size * 3, x => Probabilities(x)[at], x => Gradient(x, Weights(Probabilities(x), at)));
    }

    /// <summary>The pixels of an example.</summary>
    public static float[] PixelsOf(Example input) => Pixels(input);

    private static double[] Weights(double[] p, int c) => [.. p.Select((q, k) => p[c] * ((k == c ? 1 : 0) - q))];

    private double[] Logits(double[] x) =>
        [.. _bias.Select((b, c) => b + x.Select((v, i) => (_linear[c][i] * v) + (_quadratic[c][i] * v * v)).Sum())];

    private double[] Probabilities(double[] x)
    {
        double[] logits = Logits(x);
        double[] p = [.. logits.Select(z => Math.Exp(z - logits.Max()))];
        return [.. p.Select(e => e / p.Sum())];
    }

    private double[] Gradient(double[] x, double[] weights) =>
        [.. x.Select((v, i) => weights.Select((w, c) => w * (_linear[c][i] + (2 * _quadratic[c][i] * v))).Sum())];

    private Example Predict(Example input)
    {
        double[] x = [.. Pixels(input).Select(pixel => (double)pixel)];
        double[] weights;
        List<KeyValuePair<string, object?>> output = [];
        if (_isRegression)
        {
            double score = Math.Tanh(Logits(x)[0]);
            weights = [1 - (score * score)];
            output.Add(new("score", score));
        }
        else
        {
            double[] p = Probabilities(x);
            int c = input.TryGet("shape_label", out string? label) && Array.IndexOf(_labels, label) is >= 0 and var at
                ? at
                : Array.IndexOf(p, p.Max());
            weights = Weights(p, c);
            output.Add(new("probas", Tensor.Create(p.Select(q => (float)q).ToArray())));
            output.Add(new("grad_target", _labels[c]));
        }

        float[] gradients = [.. Gradient(x, weights).Select(g => (float)g)];
        output.Add(new("grads", Tensor.Create(gradients, [_size, _size, 3])));
        return new Example(output);
    }

    private static float[] Pixels(Example input)
    {
        if (input.TryGet("img", out Tensor<float>? array) && array is not null)
        {
            float[] numbers = new float[array.FlattenedLength];
            array.FlattenTo(numbers);
            return numbers;
        }

        return [.. RasterImage.FromDataUrl(input.Get<string>("img")).ToRgb().Pixels.ToArray().Select(pixel => pixel / 255f)];
    }

    private static double[][] Maps(System.Text.Json.JsonElement json)
    {
        var maps = json.EnumerateArray().Select(ImageMethodGoldenTests.Flat).ToArray();
        return maps;
    }
}
