using System.Numerics;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Runtime;
using Lit.Onnx.Tokenizers;
using Lit.Types;

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

    /// <summary>The number of tokens of the longest text, or that which the model insists on.</summary>
    public int Length { get; } = encoder.Inputs.Length ?? encodings.Max(encoding => encoding.Count);

    /// <summary>Some of the texts, as a batch of their own.</summary>
    public TextBatch Select(IReadOnlyList<int> rows) =>
        new([.. rows.Select(row => Examples[row])], [.. rows.Select(row => encodings[row])], encoder);

    public override int? Tokens(int row) => encodings[row].Count;

    /// <summary>Both texts of a pair as one, with a line break between.</summary>
    public override TokenizedText Text(int row)
    {
        TokenEncoding encoding = encodings[row];
        string first = Examples[row].Get<string>(encoder.TextField);
        string? second = encoder.PairField is { } pair ? Examples[row].Get<string>(pair) : null;
        var tokens = new TextToken[encoding.Count];
        int[] ends = [0, 0];
        for (int i = 0; i < tokens.Length; i++)
        {
            var (start, end) = encoding.Offsets[i];
            int shift = encoding.SequenceIds[i] == 1 ? first.Length + 1 : 0;
            tokens[i] = new TextToken(encoding.Tokens[i], start + shift, end + shift, encoding.IsSpecial(i));
            if (!encoding.IsSpecial(i))
            {
                ends[encoding.SequenceIds[i]] = Math.Max(ends[encoding.SequenceIds[i]], end);
            }
        }

        int? cut = encoding.DroppedFirst > 0 ? ends[0] : encoding.DroppedSecond > 0 ? first.Length + 1 + ends[1] : null;
        return new TokenizedText(encoder.TextField, second is null ? first : $"{first}\n{second}", tokens, cut);
    }

    public override long[] BaselineIds(string? token)
    {
        Tokenizer tokenizer = encoder.Tokenizer;
        int padding = tokenizer.PadId ?? 0;
        int id = token is null
            ? tokenizer.PadId ?? throw new LitException(
                "Expected a padding token in the vocabulary for the baseline; found none. Choose Baseline.Zero.")
            : tokenizer.IdOf(token) ?? throw new LitException(
                $"Expected a token of the vocabulary for the baseline; found '{token}'.");
        long[] ids = new long[encodings.Length * Length];
        for (int i = 0; i < ids.Length; i++)
        {
            var (row, place) = (i / Length, i % Length);
            TokenEncoding encoding = encodings[row];
            ids[i] = place >= encoding.Count ? padding : encoding.IsSpecial(place) ? encoding.Ids[place] : id;
        }

        return ids;
    }

    public override long[][] Write(OnnxSession session, Runner runner, int rows)
    {
        long[][] shapes = new long[session.Inputs.Count][];
        Write(encoder.Inputs.Ids, Content.Ids);
        Write(encoder.Inputs.Mask, Content.Mask);
        Write(encoder.Inputs.Types, Content.Types);
        Write(encoder.Inputs.Positions, Content.Positions);
        return shapes;

        void Write(string? input, Content content)
        {
            int index = session.IndexOfInput(input);
            if (index >= 0)
            {
                shapes[index] = [rows, Length];
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
            for (int row = 0; row * length < destination.Length; row++)
            {
                TokenEncoding encoding = encodings[Math.Min(row, encodings.Length - 1)];
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
