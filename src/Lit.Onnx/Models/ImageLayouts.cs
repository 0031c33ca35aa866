using Lit.Api.Attribution;
using Lit.Onnx.Graph;

namespace Lit.Onnx.Models;

/// <summary>Tells images from other numbers by their shape.</summary>
internal static class ImageLayouts
{
    /// <summary>How the dimensions of an input follow each other; null if it is no batch of images.</summary>
    /// <param name="shape">The dimensions, the first of which counts examples; null if their number is not known.</param>
    public static ImageLayout? Of(IReadOnlyList<OnnxDimension>? shape) => shape switch
    {
        [_, { Size: 1 or 3 or 4 }, var height, var width] when IsSide(height) && IsSide(width) => ImageLayout.ChannelsFirst,
        [_, var height, var width, { Size: 1 or 3 or 4 }] when IsSide(height) && IsSide(width) => ImageLayout.ChannelsLast,
        _ => null,
    };

    private static bool IsSide(OnnxDimension dimension) => dimension.Size is null or > 4;
}
