using Lit.Api.Attribution;
using Lit.Components.Salience;

namespace Lit.Components.Layers;

/// <summary>Options of <see cref="GradCam"/> and <see cref="GuidedGradCam"/>.</summary>
public sealed record GradCamConfig : SalienceConfig
{
    /// <summary>The name of the feature map: a value inside the model with a vector for each position or token.</summary>
    /// <value>Null by default: <see cref="IGradientModel.FeatureMap"/>.</value>
    public string? Layer { get; init; }

    /// <summary>Whether what speaks against the target is left out.</summary>
    /// <value>True by default.</value>
    public bool Rectify { get; init; } = true;

    /// <summary>How a map is made as large as the image.</summary>
    /// <value><see cref="MapUpsampling.Bilinear"/> by default; <see cref="GuidedGradCam"/> always repeats.</value>
    public MapUpsampling Upsampling { get; init; }
}

/// <summary>How a map is made as large as an image.</summary>
public enum MapUpsampling
{
    /// <summary>Linear in both directions between the middles of the map's cells.</summary>
    Bilinear,

    /// <summary>Each cell is repeated.</summary>
    Nearest,

    /// <summary>The map stays as small as it is.</summary>
    None,
}
