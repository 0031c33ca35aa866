using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>The fields by which interpreters that know no gradient programs read gradients from predictions.</summary>
/// <remarks>
/// The gradient is that of the logit of the class in the label field or, for an example without one, of the class that
/// the
/// model finds most probable.
/// </remarks>
internal static class TextGradientFields
{
    public const string Gradients = "token_gradients";

    public const string Embeddings = "token_embeddings";

    /// <summary>What the fields hold.</summary>
    public static IEnumerable<KeyValuePair<string, LitType>> Fields(string? label) =>
    [
        new(Embeddings, new TokenEmbeddings { Align = TextFields.TokensName }),
        new(Gradients, new TokenGradients { Align = TextFields.TokensName, GradFor = Embeddings, GradTargetFieldKey = label }),
    ];

    /// <summary>Computes the columns for a batch.</summary>
    public static IEnumerable<KeyValuePair<string, Column>> Columns(
        OnnxModel model, EncodedBatch batch, string? label, CancellationToken cancellationToken)
    {
        var examples = batch.Examples;
        int[] labelled = label is null ? [] : [.. Rows(examples, example => example.TryGet(label, out string? _))];
        int[] others = [.. Enumerable.Range(0, examples.Count).Except(labelled)];
        object?[] embeddings = new object?[examples.Count];
        object?[] gradients = new object?[examples.Count];
        Fill(labelled, label is null ? Target.Predicted : Target.Logit(ClassChoice.FromField(label)));
        Fill(others, Target.Predicted);
        return
        [
            new(Embeddings, new ObjectColumn(embeddings)),
            new(Gradients, new ObjectColumn(gradients)),
        ];

        void Fill(int[] rows, Target target)
        {
            if (rows.Length == 0)
            {
                return;
            }

            GradientRun run = model.Prepare(new GradientRequest { Target = target });
            InputGradient[] found = run.Gradients(((TextBatch)batch).Select(rows), cancellationToken);
            for (int i = 0; i < rows.Length; i++)
            {
                embeddings[rows[i]] = found[i].Values;
                gradients[rows[i]] = found[i].Gradients;
            }
        }
    }

    private static IEnumerable<int> Rows(IReadOnlyList<Example> examples, Func<Example, bool> fits) =>
        Enumerable.Range(0, examples.Count).Where(row => fits(examples[row]));
}
