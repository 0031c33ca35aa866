using System.Numerics;
using Lit.Api;
using Lit.Onnx.Runtime;
using Lit.Onnx.Tokenizers;

namespace Lit.Onnx.Models;

/// <summary>The texts of a batch as tokens, filled up to the longest with padding that the mask hides.</summary>
internal sealed class TextBatch(IReadOnlyList<Example> examples, TokenEncoding[] encodings, TextEncoder encoder)
    : EncodedBatch(examples)
{
    private enum Content
    {
        Ids,
        Mask,
        Types,
        Positions,
    }

    public TextEncoder Encoder => encoder;

    /// <summary>The tokens of each example.</summary>
    public IReadOnlyList<TokenEncoding> Encodings => encodings;

    /// <summary>The number of tokens of the longest text.</summary>
    public int Length { get; } = encodings.Max(encoding => encoding.Count);

    /// <summary>Some of the texts, as a batch of their own.</summary>
    public TextBatch Select(IReadOnlyList<int> rows) =>
        new([.. rows.Select(row => Examples[row])], [.. rows.Select(row => encodings[row])], encoder);

    public override long[][] Write(OnnxSession session, Runner runner)
    {
        TextInputs inputs = TextInputs.Find(session.Inputs, session.Name);
        long[][] shapes = new long[session.Inputs.Count][];
        Write(inputs.Ids, Content.Ids);
        Write(inputs.Mask, Content.Mask);
        Write(inputs.Types, Content.Types);
        Write(inputs.Positions, Content.Positions);
        return shapes;

        void Write(int index, Content content)
        {
            if (index >= 0)
            {
                shapes[index] = [encodings.Length, Length];
                var source = new Source(encodings, Length, content, encoder.Tokenizer.PadId ?? 0);
                NumberWriter.Write(runner, index, session.Inputs[index].Element, shapes[index], ref source);
            }
        }
    }

    private readonly struct Source(TokenEncoding[] encodings, int length, Content content, int padding) : INumberSource
    {
        public void CopyTo<T>(Span<T> destination)
            where T : unmanaged, INumber<T>
        {
            for (int row = 0; row < encodings.Length; row++)
            {
                TokenEncoding encoding = encodings[row];
                Span<T> target = destination.Slice(row * length, length);
                Span<T> tokens = target[..encoding.Count];
                target[encoding.Count..].Fill(content == Content.Ids ? T.CreateTruncating(padding) : T.Zero);
                switch (content)
                {
                    case Content.Ids:
                        Convert(encoding.Ids.AsSpan(), tokens);
                        break;
                    case Content.Types:
                        Convert(encoding.TypeIds.AsSpan(), tokens);
                        break;
                    case Content.Mask:
                        tokens.Fill(T.One);
                        break;
                    default:
                        for (int i = 0; i < tokens.Length; i++)
                        {
                            tokens[i] = T.CreateTruncating(i);
                        }

                        break;
                }
            }
        }

        private static void Convert<T>(ReadOnlySpan<int> from, Span<T> to)
            where T : unmanaged, INumber<T>
        {
            for (int i = 0; i < from.Length; i++)
            {
                to[i] = T.CreateTruncating(from[i]);
            }
        }
    }
}
