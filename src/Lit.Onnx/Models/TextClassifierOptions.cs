using Lit.Api;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Runtime;

namespace Lit.Onnx.Models;

/// <summary>How a <see cref="TextClassifier"/> reads examples, what it predicts and how it is run.</summary>
public sealed record TextClassifierOptions
{
    /// <summary>The field with the text.</summary>
    /// <value><c>text</c> by default.</value>
    public string TextField { get; init; } = "text";

    /// <summary>The field with the second text of a pair; null for a model of single texts.</summary>
    public string? TextPairField { get; init; }

    /// <summary>The field of the examples with the true label; null if there is none.</summary>
    /// <value><c>label</c> by default.</value>
    public string? LabelField { get; init; } = "label";

    /// <summary>The field of the predictions with the probabilities.</summary>
    /// <value><c>probas</c> by default.</value>
    public string ProbabilityField { get; init; } = "probas";

    /// <summary>The position of the negative class among the labels; null when no class is special.</summary>
    public int? NullIndex { get; init; }

    /// <summary>
    /// How many tokens the model takes at most, special tokens included; longer texts are cut. Null for what the
    /// tokenizer's
    /// files and the position embeddings of the model say.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int? MaxLength
    {
        get;
        init
        {
            if (value is { } length)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
            }

            field = value;
        }
    }

    /// <summary>What the predictions hold besides the probabilities.</summary>
    /// <value>Tokens and embeddings by default.</value>
    public TextOutputs Outputs { get; init; } = TextOutputs.Tokens | TextOutputs.Embeddings;

    /// <summary>Where and with how many threads the model runs.</summary>
    public OnnxOptions Runtime { get; init; } = new();

    /// <summary>How many bytes one run of a gradient may take besides weights; null for no limit.</summary>
    /// <remarks>
    /// Fewer points of a path run at a time, then fewer examples; where one row is too large, parts of the forward pass are
    /// computed twice instead of kept. See <see cref="OnnxModel.EstimateMemory"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public long? MemoryBudget
    {
        get;
        init
        {
            if (value is { } bytes)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
            }

            field = value;
        }
    }

    /// <summary>With which other models it shares weights and sessions.</summary>
    /// <value><see cref="OnnxSessionCache.Shared"/> by default.</value>
    public OnnxSessionCache Sessions { get; init; } = OnnxSessionCache.Shared;

    /// <summary>
    /// The rules by which operators are differentiated, for a model with operators that have none, such as
    /// <c>GradientRules.Default.With("my.domain", "MyOperator", rule)</c>.
    /// </summary>
    public GradientRules Rules { get; init; } = GradientRules.Default;

    /// <summary>How texts are put together; by default texts of like length share a batch of up to 32.</summary>
    public BatchOptions Batches { get; init; } = new();
}
