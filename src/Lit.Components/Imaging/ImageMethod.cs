namespace Lit.Components.Imaging;

/// <summary>The methods of <see cref="ImageInterpreter"/>, as image toolkits define them.</summary>
public enum ImageMethod
{
    /// <summary>"Grad": the gradient at the image.</summary>
    Gradient,

    /// <summary>"Integrated Gradients" from black, as the plain mean over evenly spaced points.</summary>
    IntegratedGradients,

    /// <summary>"Blur IG": along the path on which the image gets sharp.</summary>
    BlurIntegratedGradients,

    /// <summary>"Guided IG" from black.</summary>
    GuidedIntegratedGradients,

    /// <summary>"XRAI": regions ranked by integrated gradients from black and white.</summary>
    Xrai,

    /// <summary>"XRAI GIG": regions ranked by guided integrated gradients.</summary>
    XraiGuided,
}
