namespace Lit.Onnx.Models;

/// <summary>What a text model's predictions hold besides the probabilities, where the file has it.</summary>
/// <remarks>Only what is asked for is copied out of the runtime.</remarks>
[Flags]
public enum TextOutputs
{
    /// <summary>The probabilities alone.</summary>
    None = 0,

    /// <summary>The tokens that the model saw, and whether the text was too long for it.</summary>
    Tokens = 1,

    /// <summary>One vector for each text.</summary>
    Embeddings = 2,

    /// <summary>One vector for each token: word embeddings and hidden states.</summary>
    TokenEmbeddings = 4,

    /// <summary>How much each token attends to each other, for each layer.</summary>
    Attention = 8,

    /// <summary>
    /// The embedding of each token and the gradient of the logit by it, for interpreters that read gradients from
    /// predictions.
    /// The class is that of the label field or, without one, the most probable. Costs about as much as two predictions
    /// more.
    /// </summary>
    TokenGradients = 16,

    /// <summary>Everything that the file has.</summary>
    All = Tokens | Embeddings | TokenEmbeddings | Attention,
}
