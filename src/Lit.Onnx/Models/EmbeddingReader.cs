using System.Numerics.Tensors;
using Lit.Api;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Onnx.Tokenizers;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Reads the embeddings of a vocabulary by looking all of its tokens up.</summary>
internal static class EmbeddingReader
{
    private const int TokensAtATime = 512;

    /// <summary>Looks the tokens up, in the model's own types and from wherever its weights are.</summary>
    /// <param name="engine">The programs of the model.</param>
    /// <param name="tokenizer">The vocabulary.</param>
    /// <param name="rows">How many rows a run must have; null for any number.</param>
    /// <param name="length">How many tokens a row must have; null for any number.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="LitException">The model looks up no token embeddings.</exception>
    public static EmbeddingTable Read(
        GradientEngine engine, Tokenizer tokenizer, int? rows, int? length, CancellationToken cancellationToken)
    {
        CutPoint cut = engine.Model.CutPoints.FirstOrDefault(cut => cut.Kind == CutPointKind.TokenEmbeddings)
            ?? throw new LitException(
                "Expected a model that looks token embeddings up in a table; found none that does.");
        long known = EmbeddingProgramBuilder.Rows(engine.Model, cut) ?? tokenizer.VocabularySize;
        int count = (int)Math.Min(known, tokenizer.VocabularySize);
        var (_, session) = engine.Embeddings(cut);
        using Runner runner = session.Rent();
        long[] shape = [rows ?? 1, length ?? TokensAtATime];
        int atATime = (int)(shape[0] * shape[1]);
        float[] vectors = [];
        int width = 0;
        for (int first = 0; first < count; first += atATime)
        {
            double[] ids = new double[atATime];
            for (int i = 0; i < ids.Length; i++)
            {
                ids[i] = Math.Min(first + i, count - 1);
            }

            GradientRun.WriteNumbers(session, runner, cut.Input!, shape, ids);
            FetchedOutput found = GradientRun.Run(session, runner, cancellationToken, ProgramNames.Input)[0];
            float[] numbers = found.TakeFloats();
            width = (int)found.Shape[^1];
            if (first == 0)
            {
                vectors = new float[count * width];
            }

            int taken = Math.Min(atATime, count - first);
            numbers.AsSpan(0, taken * width).CopyTo(vectors.AsSpan(first * width));
            runner.ForgetOutputs();
        }

        return new EmbeddingTable(
            [.. Enumerable.Range(0, count).Select(id => tokenizer.TokenOf(id) ?? "")],
            Tensor.Create(vectors, [count, width]));
    }
}
