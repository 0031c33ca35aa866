using Lit.Api.Attribution;
using Lit.Components.Salience;
using Lit.Types;

namespace Lit.Components.Layers;

/// <summary>Finds feature maps and draws them on what they are maps of.</summary>
internal static class FeatureMaps
{
    public static Compatibility? Check(IGradientModel model, GradCamConfig config) =>
        (config.Layer ?? model.FeatureMap) is not null ? null : new([
            new SpecMismatch("Layer", "the name of a feature map, as the model has no image input with convolutions behind it", "none"),
        ]);

    public static string NameOf(IGradientModel model, GradCamConfig config) => (config.Layer ?? model.FeatureMap)!;

    public static GradientInput? ImageOf(IGradientModel model, SalienceConfig config) =>
        model.GradientInputs.FirstOrDefault(input => input.Image is not null && (config.Input is null || input.Name == config.Input));

    /// <summary>The map of a layer with its height and width: one row for a layer of tokens.</summary>
    public static (double[] Map, int Height, int Width) Compute(InputGradient layer, bool rectify)
    {
        ReadOnlySpan<nint> shape = layer.Values.Lengths;
        float[] values = new float[layer.Values.FlattenedLength];
        float[] gradients = new float[layer.Gradients.FlattenedLength];
        layer.Values.FlattenTo(values);
        layer.Gradients.FlattenTo(gradients);
        return shape switch
        {
            [var channels, var height, var width] =>
                (ActivationMap.Of(values, gradients, (int)channels, channelsFirst: true, rectify), (int)height, (int)width),
            [var positions, var channels] =>
                (ActivationMap.Of(values, gradients, (int)channels, channelsFirst: false, rectify), 1, (int)positions),
            _ => throw new LitException(
                $"Expected '{layer.Input.Name}' to be a feature map [channels, height, width] or [tokens, width] for each example; "
                + $"found [{string.Join(", ", shape.ToArray())}]. Name another layer."),
        };
    }

    public static SalienceResult Draw(
        SalienceResult blank, InputGradient layer, InputGradient? image, GradCamConfig config, Action<Span<double>> scale)
    {
        var (map, height, width) = Compute(layer, config.Rectify);
        if (layer.Text is { } text && layer.Input.IsPerToken)
        {
            return ScoredParts.OfTokens(layer.Input.Name, text, map.Length).Add(blank, map, Shares(map), null, []);
        }

        if (image is null || config.Upsampling == MapUpsampling.None)
        {
            return blank with { Images = [new PixelSalience(layer.Input.Name, height, width, map, Shares(map))] };
        }

        PixelGrid grid = PixelGrid.Of(image.Input.Image!.Value, image.Values.Lengths);
        double[] large = ActivationMap.Resize(map, (height, width), (grid.Height, grid.Width), config.Upsampling);
        float[] pixels = new float[image.Values.FlattenedLength];
        image.Values.FlattenTo(pixels);
        return blank with
        {
            Images =
            [
                new PixelSalience(image.Input.Name, grid.Height, grid.Width, large, Shares(large))
                {
                    Picture = new(grid.Brightness(pixels)),
                },
            ],
        };

        double[] Shares(double[] scores)
        {
            double[] shares = [.. scores];
            scale(shares);
            return shares;
        }
    }
}
