namespace Lit.Api.Attribution;

/// <summary>What goes backward through a model: its derivative, or what a method puts in its place.</summary>
public enum BackwardRule
{
    /// <summary>The derivative.</summary>
    Gradient,

    /// <summary>
    /// The derivative, of which rectifiers (ReLU and its smooth kin) pass on what is positive: Springenberg et al.,
    /// "Striving for Simplicity: The All Convolutional Net", ICLR workshop 2015.
    /// </summary>
    GuidedBackpropagation,

    /// <summary>
    /// As <see cref="GuidedBackpropagation"/>, but rectifiers do not ask whether they were active: Zeiler and Fergus,
    /// "Visualizing and Understanding Convolutional Networks", ECCV 2014.
    /// </summary>
    Deconvolution,

    /// <summary>
    /// Multipliers: how much the target differs from its value at a reference for each unit that a number differs. Their
    /// products with these differences sum to the difference of the target. The rescale rule of Shrikumar, Greenside and
    /// Kundaje, "Learning Important Features Through Propagating Activation Differences", ICML 2017.
    /// </summary>
    DeepLift,
}
