using Lit.Onnx.Graph;
using Lit.Onnx.Runtime;
using Lit.Onnx.Tokenizers;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Finds what the outputs of a text classifier mean.</summary>
internal static class TextFields
{
    public const string TokensName = "tokens";

    public const string TruncatedName = "truncated";

    /// <summary>The fields of the predictions: the probabilities first.</summary>
    /// <exception cref="LitException">No output gives a number for each label.</exception>
    public static PredictedField[] Create(
        OnnxFile file, IReadOnlyList<TensorInfo> outputs, Vocabulary labels, Tokenizer tokenizer, TextClassifierOptions options)
    {
        OutputBinding scores = Scores(file, outputs, labels, options);
        var fields = new List<PredictedField> { scores };
        if ((options.Outputs & (TextOutputs.Tokens | TextOutputs.TokenGradients)) != TextOutputs.None)
        {
            fields.Add(new TokensField(TokensName, TokensOf(tokenizer, options)));
            fields.Add(new TruncatedField(TruncatedName));
        }

        for (int i = 0; i < outputs.Count; i++)
        {
            if (i != scores.Output && Meaning(i, outputs[i], options.Outputs) is { } field)
            {
                fields.Add(field);
            }
        }

        return [.. fields];
    }

    private static Tokens TokensOf(Tokenizer tokenizer, TextClassifierOptions options)
    {
        WordPieceOptions? pieces = (tokenizer as WordPieceTokenizer)?.Options;
        return new Tokens
        {
            Parent = options.TextField,
            MaskToken = pieces is not null && tokenizer.IdOf(pieces.MaskToken) is not null ? pieces.MaskToken : null,
            TokenPrefix = pieces?.ContinuingPrefix,
        };
    }

    private static OutputBinding Scores(
        OnnxFile file, IReadOnlyList<TensorInfo> outputs, Vocabulary labels, TextClassifierOptions options)
    {
        int[] candidates =
        [
            .. Enumerable.Range(0, outputs.Count).Where(i => outputs[i] is { IsFloatingPoint: true, Rank: 1 or 2 }),
        ];
        int[] named =
        [
            .. candidates.Where(i => Contains(outputs[i], "logit", "score", "prob")),
            .. candidates.Where(i => !Contains(outputs[i], "embed", "pool", "hidden", "state")),
        ];
        if (named.Length == 0)
        {
            throw new LitException(
                $"Expected model '{file.Name}' to have an output of logits or probabilities, "
                + $"[batch, {labels.Count}]; found "
                + $"{string.Join(", ", outputs.Select(output => $"{output.Name}: {output}"))}. "
                + $"Load other models by {nameof(OnnxModel)}.");
        }

        TensorInfo info = outputs[named[0]];
        int? width = info.Rank == 1 ? 1 : (int?)info.Shape[1].Size;
        if (width is { } found && found != labels.Count && !(found == 1 && labels.Count == 2))
        {
            throw new LitException(
                $"Expected {found} labels, one for each column of output '{info.Name}' of model '{file.Name}', {info}; "
                + $"found {labels.Count}: {labels}. Give the labels in the order of the model's classes.");
        }

        bool done = GraphFacts.AppliedTo(file, info.Name) != OutputActivation.None;
        var activation = done
            ? OutputActivation.None
            : width == 1 ? OutputActivation.Sigmoid : OutputActivation.Softmax;
        var type = new MulticlassPreds { Vocab = labels, Parent = options.LabelField, NullIndex = options.NullIndex };
        return new OutputBinding(
            named[0], info, new MappedOutput(info.Name, options.ProbabilityField, type, activation));
    }

    private static PredictedField? Meaning(int index, TensorInfo output, TextOutputs wanted)
    {
        if (!output.IsFloatingPoint)
        {
            return null;
        }

        // Dimensions that depend on the batch and on the number of tokens have no size in the file.
        bool perToken = output.Rank >= 3 && output.Shape[1].Size is null;
        return output.Rank switch
        {
            2 when wanted.HasFlag(TextOutputs.Embeddings) && output.Shape[1].Size is not null =>
                new OutputBinding(
                    index, output, new MappedOutput(output.Name, output.Name, new Embeddings(), OutputActivation.None)),
            3 when wanted.HasFlag(TextOutputs.TokenEmbeddings) && perToken =>
                new TokenVectorsField(index, output, output.Name, new TokenEmbeddings { Align = Aligned(wanted) }),
            4 when wanted.HasFlag(TextOutputs.Attention) && wanted.HasFlag(TextOutputs.Tokens)
                && Contains(output, "attention") =>
                new AttentionField(
                    index, output, output.Name, new AttentionHeads { AlignIn = TokensName, AlignOut = TokensName }),
            _ => null,
        };
    }

    private static string? Aligned(TextOutputs wanted) => wanted.HasFlag(TextOutputs.Tokens) ? TokensName : null;

    private static bool Contains(TensorInfo output, params string[] parts) =>
        parts.Any(part => output.Name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
