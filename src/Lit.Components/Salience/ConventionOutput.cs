using System.Numerics.Tensors;
using Lit.Api;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>Reads tokens, gradients and embeddings out of predictions, and holds them to one another.</summary>
internal static class ConventionOutput
{
    public static IReadOnlyList<string> Tokens(Example output, GradientField field)
        => output.Get<IReadOnlyList<string>>(field.Tokens);

    /// <summary>A matrix with a row for each token, row after row.</summary>
    public static float[] Matrix(Example output, string field, int tokens)
    {
        var tensor = output.Get<Tensor<float>>(field);
        if (tensor.FlattenedLength == 0 && tokens == 0)
        {
            return [];
        }

        if (tensor.Rank != 2 || tensor.Lengths[0] != tokens)
        {
            throw new LitException(
                $"Field '{field}': expected shape [{tokens}, n], one row for each token; "
                + $"found [{string.Join(", ", tensor.Lengths.ToArray())}].");
        }

        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
