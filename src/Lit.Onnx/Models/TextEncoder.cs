using System.Collections.Concurrent;
using Lit.Api;
using Lit.Onnx.Runtime;
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
    /// <param name="options">The fields that are read.</param>
    /// <param name="labels">The classes of the model.</param>
    /// <param name="maxLength">How many tokens the model takes; null for any number.</param>
    /// <param name="inputs">Which input of the model takes what.</param>
    public TextEncoder(
        Tokenizer tokenizer, TextClassifierOptions options, Vocabulary labels, int? maxLength, TextInputs inputs)
    {
        Tokenizer = tokenizer;
        Inputs = inputs;
        _text = options.TextField;
        _pair = options.TextPairField;
        List<KeyValuePair<string, LitType>> fields = [new(_text, new TextSegment())];
        if (_pair is not null)
        {
            fields.Add(new(_pair, new TextSegment()));
        }

        if (options is { LabelField: { } label } && options.Outputs.HasFlag(TextOutputs.TokenGradients))
        {
            fields.Add(new(label, new CategoryLabel { Vocab = labels, Required = false }));
        }

        Fields = [.. fields];
        Truncation? given = tokenizer.DefaultOptions.Truncation;
        Truncation? cut = maxLength is { } length
            ? (given ?? new Truncation(length)) with { MaxLength = length }
            : given;
        _options = new EncodingOptions { Truncation = cut };
    }

    public Tokenizer Tokenizer { get; }

    /// <summary>Which input of the model takes what.</summary>
    public TextInputs Inputs { get; }

    /// <summary>The field with the text.</summary>
    public string TextField => _text;

    /// <summary>The field with the second text; null if there is none.</summary>
    public string? PairField => _pair;

    public override Spec Fields { get; }

    public override EncodedBatch Encode(IReadOnlyList<Example> batch) => EncodeTexts(batch);

    public override int? FixedRows => Inputs.Rows;

    public override Func<Example, int>? LengthOf => Length;

    /// <summary>Texts of one length each where padding cannot be hidden.</summary>
    public override IReadOnlyList<(EncodedBatch Batch, int[] Rows)> Split(EncodedBatch batch)
    {
        var texts = (TextBatch)batch;
        return Inputs.Mask is not null || texts.Encodings.All(encoding => encoding.Count == texts.Length)
            ? base.Split(batch)
            :
            [
                .. Enumerable.Range(0, texts.Encodings.Count)
                    .GroupBy(row => texts.Encodings[row].Count, (_, rows) => rows.ToArray())
                    .Select(rows => ((EncodedBatch)texts.Select(rows), rows)),
            ];
    }

    public override string? FieldOf(string input) => _pair is null ? _text : null;

    public override void WriteBaseline(string input, Example example, Runner runner, int index) =>
        throw new LitException(
            "Expected a baseline of zeros, of tokens or of numbers for a text; found another example, whose text has "
            + "other tokens. Choose Baseline.Zero, Baseline.Padding or Baseline.Token.");

    /// <summary>Cuts the texts of a batch.</summary>
    public TextBatch EncodeTexts(IReadOnlyList<Example> batch)
    {
        var encodings = new TokenEncoding[batch.Count];
        for (int i = 0; i < encodings.Length; i++)
        {
            encodings[i] = Tokenizer.Encode(
                Text(batch[i], _text), _pair is null ? null : Text(batch[i], _pair), _options);
        }

        return new TextBatch(batch, encodings, this);
    }

    /// <summary>
    /// How many tokens the model sees of an example; 0 if it has no text, of which the encoding tells later.
    /// </summary>
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
