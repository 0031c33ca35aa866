using System.Numerics.Tensors;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Api.Imaging;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Paths;

/// <summary>
/// Moves the pixels of a model that returns gradients in its predictions and takes arrays in place of images.
/// </summary>
internal sealed class ImageConvention(Model model, ImageFields fields, SalienceConfig config)
{
    /// <summary>LIT's name for the examples that are made.</summary>
    private const string Source = "ImageSalience";

    private ImageFields Fields => fields;

    /// <summary>Finds the fields of a model.</summary>
    public static (ImageFields? Fields, IReadOnlyList<SpecMismatch> Mismatches) Find(Model model) =>
        ImageFields.Find(model.InputSpec, model.OutputSpec);

    /// <summary>What the pixels are called in results.</summary>
    public static GradientInput Input(ImageFields fields) =>
        new(fields.Gradients, GradientInputKind.Values, fields.Image) { Image = ImageLayout.ChannelsLast };

    /// <summary>Holds an example.</summary>
    /// <exception cref="LitException">
    /// The image cannot be read, the model's gradient does not have the shape of an image, or the target is none of
    /// its.
    /// </exception>
    public async ValueTask<IGradientProbe> ProbeAsync(Example example, CancellationToken cancellationToken)
    {
        Example output = (await PredictAsync([example], cancellationToken).ConfigureAwait(false))[0];
        nint[] shape = [.. output.Get<Tensor<float>>(fields.Gradients).Lengths];
        var (target, label) = Pin(example, output);
        float[] pixels = Pixels(example, shape);
        var probe = new Probe(this, example, label, target, shape);
        PointGradients start = await probe.EvaluateAsync(pixels, cancellationToken).ConfigureAwait(false);
        probe.Start = new InputGradient
        {
            Input = Input(fields) with
            {
                Image = shape.Length == 2 ? ImageLayout.NoChannels : ImageLayout.ChannelsLast,
            },
            Target = target,
            Value = start.Values[0],
            Values = Tensor.Create(pixels, shape),
            Gradients = Tensor.Create(start.Gradients, shape),
        };
        return probe;
    }

    /// <summary>The class to explain: the one asked for, else the one in the example, else the predicted one.</summary>
    private (ResolvedTarget Target, string? Label) Pin(Example example, Example output)
    {
        string field = config.Target?.Field ?? fields.Prediction;
        switch (model.OutputSpec.GetValueOrDefault(field))
        {
            case MulticlassPreds { Vocab: var labels }:
                string? given = fields.TargetKey is { } key && example.TryGet(key, out string? label) ? label : null;
                ClassChoice choice = config.Target switch
                {
                    ClassTarget { OfClass: var asked } => asked,
                    null => given is null ? ClassChoice.Predicted : ClassChoice.Named(given),
                    _ => throw new LitException(
                        $"Expected a target of one class; found {config.Target}: "
                        + $"model '{model.Name}' returns gradients."),
                };
                int index = choice.Resolve(labels, Numbers(output, field), example);
                var target = (config.Target as ClassTarget ?? (ClassTarget)Target.Probability(choice)) with
                {
                    OfClass = choice,
                };
                return (new(target, field, index, labels[index]), fields.TargetKey is null ? null : labels[index]);
            case RegressionScore when config.Target is null or RegressionTarget:
                return (new(config.Target ?? Target.Regression, field, null, null), null);
            default:
                throw new LitException(
                    $"Expected a target of field '{fields.Prediction}' of model '{model.Name}'; "
                    + $"found {config.Target} of '{field}'.");
        }
    }

    private float[] Pixels(Example example, nint[] shape)
    {
        if (example.TryGet(fields.Image, out Tensor<float>? array) && array is not null)
        {
            float[] given = new float[array.FlattenedLength];
            array.FlattenTo(given);
            return array.Lengths.SequenceEqual(shape)
                ? given
                : throw new LitException(
                    $"Field '{fields.Image}': expected shape [{string.Join(", ", shape)}], that of the gradient; found "
                    + $"[{string.Join(", ", array.Lengths.ToArray())}].");
        }

        RasterImage image = RasterImage.FromDataUrl(example.Get<string>(fields.Image))
            .Resize((int)shape[1], (int)shape[0]);
        image = (shape.Length == 2 ? 1 : shape[2]) switch
        {
            1 => image.ToGrey(),
            3 => image.ToRgb(),
            4 => image.ToRgba(),
            var channels => throw new LitException(
                $"Field '{fields.Gradients}': expected gradients of 1, 3 or 4 channels, found {channels}."),
        };
        return [.. image.Pixels.ToArray().Select(pixel => pixel / 255f)];
    }

    private static double? ValueOf(Example output, ResolvedTarget target) => target switch
    {
        { Index: { } index, Target: ClassTarget { Scale: var scale } } => scale switch
        {
            ClassScale.LogProbability => Math.Log(Numbers(output, target.Field)[index]),
            ClassScale.Loss => -Math.Log(Numbers(output, target.Field)[index]),
            ClassScale.Probability => Numbers(output, target.Field)[index],

            // The prediction shows no logits.
            _ => null,
        },
        _ => output.Get<double>(target.Field),
    };

    private static float[] Numbers(Example output, string field)
    {
        var tensor = output.Get<Tensor<float>>(field);
        float[] numbers = new float[tensor.FlattenedLength];
        tensor.FlattenTo(numbers);
        return numbers;
    }

    private Task<List<Example>> PredictAsync(IReadOnlyList<Example> inputs, CancellationToken cancellationToken) =>
        PointwiseGradients.PredictAsync(model, inputs, cancellationToken);

    private sealed class Probe(
        ImageConvention owner, Example example, string? label, ResolvedTarget target, nint[] shape) : IGradientProbe
    {
        public InputGradient Start { get; set; } = null!;

        public async ValueTask<PointGradients> EvaluateAsync(
            ReadOnlyMemory<float> points, CancellationToken cancellationToken)
        {
            int size = (int)shape.Aggregate((a, b) => a * b);
            if (points.Length % size != 0)
            {
                throw new ArgumentException(
                    $"Expected points of {size} numbers each; found {points.Length} numbers.", nameof(points));
            }

            ImageFields fields = owner.Fields;
            Example[] moved =
            [
                .. Enumerable.Range(0, points.Length / size).Select(k => example.With(
                    [
                        new(fields.Image, Tensor.Create(points.Slice(k * size, size).ToArray(), shape)),
                        .. label is null ? [] : (KeyValuePair<string, object?>[])[new(fields.TargetKey!, label)],
                    ],
                    Source)),
            ];
            List<Example> outputs = await owner.PredictAsync(moved, cancellationToken).ConfigureAwait(false);
            float[] gradients = new float[points.Length];
            for (int k = 0; k < outputs.Count; k++)
            {
                var gradient = outputs[k].Get<Tensor<float>>(fields.Gradients);
                if (!gradient.Lengths.SequenceEqual(shape))
                {
                    throw new LitException(
                        $"Field '{fields.Gradients}': expected shape [{string.Join(", ", shape)}] at every point; "
                        + $"found [{string.Join(", ", gradient.Lengths.ToArray())}].");
                }

                gradient.FlattenTo(gradients.AsSpan(k * size, size));
            }

            return new([.. outputs.Select(output => ValueOf(output, target) ?? double.NaN)], gradients);
        }

        public ValueTask<float[]> BaselineAsync(Baseline baseline, CancellationToken cancellationToken)
        {
            switch (baseline)
            {
                case ZeroBaseline:
                    return new(new float[Start.Values.FlattenedLength]);
                case ConstantBaseline { Values: var constant }
                    when constant.FlattenedLength == 1 || constant.FlattenedLength == Start.Values.FlattenedLength:
                    float[] numbers = new float[constant.FlattenedLength];
                    constant.FlattenTo(numbers);
                    return new(numbers.Length > 1
                        ? numbers
                        : [.. Enumerable.Repeat(numbers[0], (int)Start.Values.FlattenedLength)]);
                case ExampleBaseline { Example: var other }:
                    return new(owner.Pixels(new Example(other), shape));
                default:
                    throw new LitException(
                        $"Expected a baseline of pixels of shape [{string.Join(", ", shape)}]; "
                        + $"found {baseline.GetType().Name}.");
            }
        }
    }
}
