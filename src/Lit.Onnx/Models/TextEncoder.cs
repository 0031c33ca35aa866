using System.Collections.Concurrent;
using Lit.Api;
using Lit.Onnx.Tokenizers;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Cuts the texts of examples into the tokens of a model.</summary>
internal sealed class TextEncoder : BatchEncoder
{
    private readonly string _text;
    private readonly string? _pair;
    private readonly EncodingOptions _options;
    private readonly ConcurrentBag<EncodingBuffer> _buffers = [];

    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="text">The field with the text.</param>
    /// <param name="pair">The field with the second text; null if there is none.</param>
    /// <param name="maxLength">How many tokens the model takes; null for any number.</param>
    public TextEncoder(Tokenizer tokenizer, string text, string? pair, int? maxLength)
    {
        Tokenizer = tokenizer;
        _text = text;
        _pair = pair;
        Fields = pair is null
            ? new Spec { [text] = new TextSegment() }
            : new Spec { [text] = new TextSegment(), [pair] = new TextSegment() };
        Truncation? given = tokenizer.DefaultOptions.Truncation;
        Truncation? cut = maxLength is { } length ? (given ?? new Truncation(length)) with { MaxLength = length } : given;
        _options = new EncodingOptions { Truncation = cut };
    }

    public Tokenizer Tokenizer { get; }

    /// <summary>The field with the text.</summary>
    public string TextField => _text;

    /// <summary>The field with the second text; null if there is none.</summary>
    public string? PairField => _pair;

    public override Spec Fields { get; }

    public override EncodedBatch Encode(IReadOnlyList<Example> batch) => EncodeTexts(batch);

    /// <summary>Cuts the texts of a batch.</summary>
    public TextBatch EncodeTexts(IReadOnlyList<Example> batch)
    {
        var encodings = new TokenEncoding[batch.Count];
        for (int i = 0; i < encodings.Length; i++)
        {
            encodings[i] = Tokenizer.Encode(Text(batch[i], _text), _pair is null ? null : Text(batch[i], _pair), _options);
        }

        return new TextBatch(batch, encodings, this);
    }

    /// <summary>How many tokens the model sees of an example; 0 if it has no text, of which the encoding tells later.</summary>
    public int Length(Example example)
    {
        if (!example.TryGet(_text, out string? text))
        {
            return 0;
        }

        EncodingBuffer buffer = _buffers.TryTake(out EncodingBuffer? idle) ? idle : new EncodingBuffer();
        if (_pair is null)
        {
            Tokenizer.Encode(text, _options, buffer);
        }
        else if (example.TryGet(_pair, out string? second))
        {
            Tokenizer.Encode(text, second, _options, buffer);
        }

        int count = buffer.Count;
        _buffers.Add(buffer);
        return count;
    }

    private static string Text(Example example, string field) => example.Get<string>(field);
}
