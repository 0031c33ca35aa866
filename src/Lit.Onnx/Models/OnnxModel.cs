using Lit.Api;
using Lit.Onnx.Graph;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>
/// Any ONNX model: its inputs are fed from fields of the examples, its outputs become fields of the predictions.
/// </summary>
/// <remarks>
/// <para>Without options a field has the name of its input or output, and the type that fits element type and shape.
/// Outputs
/// that are named as probabilities, and sequences of maps from label to probability as scikit-learn's converter writes
/// them,
/// become <see cref="MulticlassPreds"/>; so do logits, after a softmax.</para>
/// <para>Safe for concurrent use. Disposing it lets runs under way end first.</para>
/// </remarks>
public partial class OnnxModel : BatchedModel
{
    private readonly SharedModel _shared;
    private readonly OnnxOptions _runtime;
    private readonly IReadOnlyDictionary<string, InputColumn[]> _columns;
    private readonly OnnxSession _forward;
    private readonly PredictedField[] _fields;
    private readonly OutputFetcher _fetcher;
    private readonly GradientEngine _gradients;
    private readonly int[] _fetched;
    private bool _disposed;

    private protected OnnxModel(
        OnnxFile file,
        SharedModel shared,
        OnnxSession forward,
        BatchEncoder encoder,
        PredictedField[] fields,
        OnnxModelOptions options,
        params ReadOnlySpan<KeyValuePair<string, LitType>> computed)
    {
        File = file;
        Encoder = encoder;
        _shared = shared;
        _gradients = new GradientEngine(
            shared, options.Runtime, options.Rules, new MemoryBudget(options.MemoryBudget, file.Name));
        _forward = forward;
        _runtime = options.Runtime;
        _columns = options.ColumnsOfValues;
        _fields = fields;
        int[] outputs = [.. fields.Select(field => field.Output).OfType<int>().Distinct()];
        _fetcher = new OutputFetcher(forward, outputs);
        _fetched = [.. fields.Select(field => field.Output is { } output ? Array.IndexOf(outputs, output) : -1)];
        Name = Path.GetFileName(file.Name);
        InputSpec = encoder.Fields;
        OutputSpec = [.. fields.Select(field => KeyValuePair.Create(field.Field, field.Type)), .. computed];
        BatchOptions = encoder.FixedRows is { } rows
            ? options.Batches with { MaxBatchSize = rows }
            : options.Batches;
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override string Identity => field ??= ModelIdentity.Of(File, InputSpec, OutputSpec, Settings);

    /// <inheritdoc />
    public override Spec InputSpec { get; }

    /// <inheritdoc />
    public override Spec OutputSpec { get; }

    /// <inheritdoc />
    public override BatchOptions BatchOptions { get; }

    /// <inheritdoc />
    public override bool SupportsConcurrentPredictions => true;

    /// <summary>The file that the model was loaded from.</summary>
    public OnnxFile File { get; }

    internal BatchEncoder Encoder { get; }

    private protected virtual IEnumerable<string> Settings =>
        [_runtime.ToString(), .. _fields.Select(output => output.Setting)];

    /// <summary>Loads a model with a field for each input and output.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="LitException">The file cannot be used, or ONNX Runtime does not accept it.</exception>
    public static Task<OnnxModel> LoadAsync(string path, CancellationToken cancellationToken = default) =>
        LoadAsync(path, static _ => { }, cancellationToken);

    /// <summary>Loads a model.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="configure">Says which field goes where, and how the model is run.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="LitException">
    /// The file cannot be used, ONNX Runtime does not accept it, or an input or output is not what the options say; the
    /// message
    /// names each of them with the expected and the found shape.
    /// </exception>
    public static Task<OnnxModel> LoadAsync(
        string path, Action<OnnxModelOptions> configure, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(configure);
        return LoadCoreAsync();

        async Task<OnnxModel> LoadCoreAsync() =>
            Create(await OnnxFile.LoadAsync(path, null, cancellationToken).ConfigureAwait(false), configure);
    }

    /// <summary>Makes a model of a file that was read before.</summary>
    /// <param name="file">The file.</param>
    /// <param name="configure">Says which field goes where, and how the model is run.</param>
    /// <exception cref="LitException">ONNX Runtime does not accept the file, or the options do not fit it.</exception>
    public static OnnxModel Create(OnnxFile file, Action<OnnxModelOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new OnnxModelOptions();
        configure(options);
        SharedModel shared = options.Sessions.Open(file);
        try
        {
            OnnxSession forward = shared.Forward(options.Runtime);
            var encoder = new MappedEncoder(InputBindings.Create(forward.Inputs, options, file.Name), file.Name);
            OutputBinding[] outputs = OutputBindings.Create(forward.Outputs, options, file, file.Name);
            return new OnnxModel(file, shared, forward, encoder, outputs, options);
        }
        catch
        {
            shared.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public override Compatibility CheckCompatibility(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return FieldFit.Check(InputSpec, dataset.Spec);
    }

    /// <inheritdoc />
    /// <exception cref="LitException">A value does not fit its input, or the model failed on the batch.</exception>
    /// <exception cref="ModelOutOfMemoryException">The batch was too large.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled; the run stopped between two operators.
    /// </exception>
    public override ValueTask<ExampleTable> PredictBatchAsync(
        IReadOnlyList<Example> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var parts = Encoder.Split(Encoder.Encode(batch));
        if (parts is [var (all, _)])
        {
            return ValueTask.FromResult(Predict(all, cancellationToken));
        }

        var predictions = new Example[batch.Count];
        foreach (var (part, rows) in parts)
        {
            ExampleTable table = Predict(part, cancellationToken);
            for (int i = 0; i < rows.Length; i++)
            {
                predictions[rows[i]] = table[i];
            }
        }

        return ValueTask.FromResult(ExampleTable.FromExamples(OutputSpec, predictions));
    }

    /// <summary>Runs one encoded batch.</summary>
    internal ExampleTable Predict(EncodedBatch batch, CancellationToken cancellationToken)
    {
        using Runner runner = _forward.Rent();
        long[][] shapes = batch.Write(_forward, runner, Encoder.FixedRows ?? batch.Examples.Count);
        FetchedOutput[] fetched = _fetcher.Run(runner, shapes, cancellationToken);
        var columns = new List<KeyValuePair<string, Column>>(OutputSpec.Count);
        for (int i = 0; i < _fields.Length; i++)
        {
            columns.Add(new(_fields[i].Field, _fields[i].Read(_fetched[i] < 0 ? null : fetched[_fetched[i]], batch)));
        }

        columns.AddRange(Compute(batch, cancellationToken));

        return new ExampleTable(OutputSpec, columns);
    }

    /// <summary>Columns that take more than the outputs of one run.</summary>
    private protected virtual IEnumerable<KeyValuePair<string, Column>> Compute(
        EncodedBatch batch, CancellationToken cancellationToken) => [];

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && !Interlocked.Exchange(ref _disposed, true))
        {
            _shared.Dispose();
        }

        base.Dispose(disposing);
    }
}
