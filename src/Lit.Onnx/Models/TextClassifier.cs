using Lit.Api;
using Lit.Onnx.Graph;
using Lit.Onnx.Runtime;
using Lit.Onnx.Tokenizers;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>An ONNX model that sorts texts, or pairs of texts, into classes.</summary>
/// <remarks>
/// <para>The inputs (token ids, attention mask, token type ids, position ids) and the output of logits or probabilities
/// are
/// found by name, type and shape. Texts that the model is too short for are cut, and the prediction says so in its
/// field
/// <c>truncated</c>.</para>
/// <para>
/// Padding changes no score: it is hidden by the mask, and a model without a mask gets texts of one length at a time.
/// </para>
/// <para>Safe for concurrent use. Disposing it lets runs under way end first.</para>
/// </remarks>
/// <example>
/// <code>
/// using var model = await TextClassifier.LoadAsync("model.onnx", "tokenizer.json", ["negative", "positive"]);
/// </code>
/// </example>
public sealed class TextClassifier : OnnxModel, IEmbeddingTable
{
    private readonly TextEncoder _encoder;
    private readonly string? _gradientLabel;
    private readonly bool _hasGradients;
    private EmbeddingTable? _table;

    private TextClassifier(
        OnnxFile file,
        SharedModel shared,
        OnnxSession forward,
        TextEncoder encoder,
        PredictedField[] fields,
        TextClassifierOptions options,
        int? maxLength)
        : base(
            file,
            shared,
            forward,
            encoder,
            fields,
            Options(options, encoder),
            Computed(options))
    {
        _gradientLabel = options.LabelField;
        _hasGradients = options.Outputs.HasFlag(TextOutputs.TokenGradients);
        _encoder = encoder;
        MaxLength = maxLength;
        Labels = ((MulticlassPreds)fields[0].Type).Vocab;
    }

    /// <summary>The classes, in the order of the model's.</summary>
    public Vocabulary Labels { get; }

    /// <summary>Cuts the texts into the model's tokens.</summary>
    public Tokenizer Tokenizer => _encoder.Tokenizer;

    /// <summary>
    /// How many tokens the model sees of a text at most, special tokens included; null if nobody says.
    /// </summary>
    public int? MaxLength { get; }

    /// <inheritdoc />
    /// <remarks>The embeddings of words, before those of places and segments are added; a row for each id.</remarks>
    /// <exception cref="LitException">The model looks up no token embeddings.</exception>
    public ValueTask<EmbeddingTable> GetEmbeddingTableAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_table ??= EmbeddingReader.Read(
            Gradients, Tokenizer, _encoder.FixedRows, _encoder.Inputs.Length, cancellationToken));
    }

    private protected override IEnumerable<string> Settings =>
        [.. base.Settings, $"{MaxLength}", .. ModelIdentity.Of(Tokenizer)];

    /// <summary>Loads a model.</summary>
    /// <param name="model">The .onnx file.</param>
    /// <param name="tokenizer">A <c>tokenizer.json</c>, a <c>vocab.txt</c>, or a folder with one of them.</param>
    /// <param name="labels">The classes, in the order of the model's.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="LitException">
    /// A file cannot be used, ONNX Runtime does not accept the model, it is no text classifier, or it has another
    /// number of classes.
    /// </exception>
    public static Task<TextClassifier> LoadAsync(
        string model, string tokenizer, IReadOnlyList<string> labels, CancellationToken cancellationToken = default) =>
        LoadAsync(model, tokenizer, labels, new TextClassifierOptions(), cancellationToken);

    /// <summary>Loads a model.</summary>
    /// <param name="model">The .onnx file.</param>
    /// <param name="tokenizer">A <c>tokenizer.json</c>, a <c>vocab.txt</c>, or a folder with one of them.</param>
    /// <param name="labels">The classes, in the order of the model's.</param>
    /// <param name="options">How examples are read, what is predicted and how the model is run.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="LitException">
    /// A file cannot be used, ONNX Runtime does not accept the model, it is no text classifier, or it has another
    /// number of classes.
    /// </exception>
    public static Task<TextClassifier> LoadAsync(
        string model,
        string tokenizer,
        IReadOnlyList<string> labels,
        TextClassifierOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentException.ThrowIfNullOrEmpty(tokenizer);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        return LoadCoreAsync();

        async Task<TextClassifier> LoadCoreAsync()
        {
            OnnxFile file = await OnnxFile.LoadAsync(model, null, cancellationToken).ConfigureAwait(false);
            WordPieceTokenizer pieces = await WordPieceTokenizer.LoadAsync(tokenizer, cancellationToken)
                .ConfigureAwait(false);
            return Create(file, pieces, labels, options);
        }
    }

    /// <summary>Makes a model of a file and a tokenizer that were read before.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="tokenizer">The tokenizer that the model was trained with.</param>
    /// <param name="labels">The classes, in the order of the model's.</param>
    /// <param name="options">How examples are read, what is predicted and how the model is run.</param>
    /// <exception cref="LitException">
    /// ONNX Runtime does not accept the model, it is no text classifier, or it has another number of classes.
    /// </exception>
    public static TextClassifier Create(
        OnnxFile file, Tokenizer tokenizer, IReadOnlyList<string> labels, TextClassifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(options);
        SharedModel shared = options.Sessions.Open(file);
        try
        {
            OnnxSession forward = shared.Forward(options.Runtime);
            TextInputs inputs = TextInputs.Find(forward.Inputs, file.Name);
            int? maxLength = Least(
                options.MaxLength ?? Least(tokenizer.MaxLength, GraphFacts.Positions(file)), inputs.Length);
            var encoder = new TextEncoder(tokenizer, options, new Vocabulary(labels), maxLength, inputs);
            PredictedField[] fields = TextFields.Create(
                file, forward.Outputs, new Vocabulary(labels), tokenizer, options);
            return new TextClassifier(file, shared, forward, encoder, fields, options, maxLength);
        }
        catch
        {
            shared.Dispose();
            throw;
        }
    }

    private protected override IEnumerable<KeyValuePair<string, Column>> Compute(
        EncodedBatch batch, CancellationToken cancellationToken) =>
        _hasGradients ? TextGradientFields.Columns(this, batch, _gradientLabel, cancellationToken) : [];

    private static KeyValuePair<string, LitType>[] Computed(TextClassifierOptions options) =>
        options.Outputs.HasFlag(TextOutputs.TokenGradients) ? [.. TextGradientFields.Fields(options.LabelField)] : [];

    private static OnnxModelOptions Options(TextClassifierOptions options, TextEncoder encoder)
    {
        var result = new OnnxModelOptions().Run(options.Runtime).Batch(ByLength(options.Batches, encoder))
            .Share(options.Sessions).Differentiate(options.Rules);
        return options.MemoryBudget is { } bytes ? result.Memory(bytes) : result;
    }

    private static BatchOptions ByLength(BatchOptions batches, TextEncoder encoder) =>
        batches.Length is null ? batches with { Length = encoder.Length } : batches;

    private static int? Least(int? a, int? b) => a is null || b is null ? a ?? b : Math.Min(a.Value, b.Value);
}
