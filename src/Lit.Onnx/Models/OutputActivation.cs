namespace Lit.Onnx.Models;

/// <summary>What is still to be done with a model's output to make probabilities of it.</summary>
public enum OutputActivation
{
    /// <summary>Nothing: the output is what the field holds.</summary>
    None,

    /// <summary>The exponentials, divided by their sum over the last dimension: one of several classes.</summary>
    Softmax,

    /// <summary>1 / (1 + e⁻ˣ) of each number on its own: several labels, or the second of two classes.</summary>
    Sigmoid,
}
