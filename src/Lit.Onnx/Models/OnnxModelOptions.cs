using Lit.Api;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>
/// Says which field goes to which input of a model, which output becomes which field, and how the model is run.
/// </summary>
/// <remarks>
/// <para>Inputs that are not named take the fields that <see cref="OnnxModel"/> would choose by itself. If no output is
/// named, every output that has a meaning for a specification becomes a field; if one is named, only those that
/// are.</para>
/// <para>Every member returns the options themselves, to go on with.</para>
/// </remarks>
/// <example>
/// <code>
/// using var model = await OnnxModel.LoadAsync("penguins.onnx", options => options
///     .Input("features", InputColumn.Number("body_mass_g"), InputColumn.OneHot("sex", ["Female", "Male"]))
///     .Output("logits", "probas", new MulticlassPreds { Vocab = ["Adelie", "Gentoo"] }, OutputActivation.Softmax));
/// </code>
/// </example>
public sealed class OnnxModelOptions
{
    private readonly List<MappedInput> _inputs = [];
    private readonly List<MappedOutput> _outputs = [];

    private readonly Dictionary<string, InputColumn[]> _columns = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, InputColumn[]> ColumnsOfValues => _columns;

    internal IReadOnlyList<MappedInput> Inputs => _inputs;

    internal IReadOnlyList<MappedOutput> Outputs => _outputs;

    internal OnnxOptions Runtime { get; private set; } = new();

    internal BatchOptions Batches { get; private set; } = new();

    internal OnnxSessionCache Sessions { get; private set; } = OnnxSessionCache.Shared;

    internal long? MemoryBudget { get; private set; }

    internal GradientRules Rules { get; private set; } = GradientRules.Default;

    /// <summary>Feeds an input from the field of the same name.</summary>
    /// <param name="input">The name of the input.</param>
    /// <param name="type">What the field holds.</param>
    public OnnxModelOptions Input(string input, LitType type) => Input(input, input, type);

    /// <summary>Feeds an input from one field.</summary>
    /// <param name="input">The name of the input.</param>
    /// <param name="field">The field.</param>
    /// <param name="type">
    /// What it holds: numbers of any shape (<see cref="Embeddings"/> and other tensors), a number, true or false, a
    /// text,
    /// or a <see cref="CategoryLabel"/> with a vocabulary, of which the model takes the position.
    /// </param>
    public OnnxModelOptions Input(string input, string field, LitType type)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        ArgumentException.ThrowIfNullOrEmpty(field);
        ArgumentNullException.ThrowIfNull(type);
        _inputs.Add(new MappedInput(input, [KeyValuePair.Create(field, type)], null));
        return this;
    }

    /// <summary>Feeds an input <c>[batch, columns]</c> from several fields side by side.</summary>
    /// <param name="input">The name of the input.</param>
    /// <param name="columns">The columns, in the order of the model's.</param>
    public OnnxModelOptions Input(string input, params ReadOnlySpan<InputColumn> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        _inputs.Add(new MappedInput(input, [], [.. columns]));
        return this;
    }

    /// <summary>
    /// Says what the numbers of a value inside the model stand for, so that an explanation by this value has one score for
    /// each field: the one-hot columns that the graph makes of codes, for example.
    /// </summary>
    /// <param name="value">The name of the value, whose shape is <c>[batch, columns]</c>.</param>
    /// <param name="columns">The columns, in the order of the value's.</param>
    public OnnxModelOptions Columns(string value, params ReadOnlySpan<InputColumn> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _columns[value] = [.. columns];
        return this;
    }

    /// <summary>Makes the field of the same name of an output.</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="type">What the field holds.</param>
    public OnnxModelOptions Output(string output, LitType type) => Output(output, output, type, OutputActivation.None);

    /// <summary>Makes the field of the same name of an output.</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="type">What the field holds.</param>
    /// <param name="activation">What is still to be done with the numbers.</param>
    public OnnxModelOptions Output(string output, LitType type, OutputActivation activation) =>
        Output(output, output, type, activation);

    /// <summary>Makes a field of an output.</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="field">The field.</param>
    /// <param name="type">What the field holds.</param>
    public OnnxModelOptions Output(string output, string field, LitType type) =>
        Output(output, field, type, OutputActivation.None);

    /// <summary>Makes a field of an output; one output may become several fields.</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="field">The field.</param>
    /// <param name="type">
    /// What the field holds: <see cref="MulticlassPreds"/> from numbers or from a sequence of maps,
    /// <see cref="SparseMultilabelPreds"/>, numbers of any shape, a number, or a label.
    /// </param>
    /// <param name="activation">What is still to be done with the numbers.</param>
    public OnnxModelOptions Output(string output, string field, LitType type, OutputActivation activation)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(field);
        ArgumentNullException.ThrowIfNull(type);
        _outputs.Add(new MappedOutput(output, field, type, activation));
        return this;
    }

    /// <summary>Sets where and with how many threads the model runs.</summary>
    /// <param name="options">The options of ONNX Runtime.</param>
    public OnnxModelOptions Run(OnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Runtime = options;
        return this;
    }

    /// <summary>Sets how much memory one run of a gradient may take besides weights.</summary>
    /// <param name="bytes">
    /// A number of bytes. Fewer points of a path run at a time, then fewer examples; where one row is too large, parts of
    /// the forward pass are computed twice instead of kept. See <see cref="OnnxModel.EstimateMemory"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public OnnxModelOptions Memory(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        MemoryBudget = bytes;
        return this;
    }

    /// <summary>Sets with which other models weights and sessions are shared.</summary>
    /// <param name="sessions">The cache; <see cref="OnnxSessionCache.Shared"/> if this is not called.</param>
    public OnnxModelOptions Share(OnnxSessionCache sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        Sessions = sessions;
        return this;
    }

    /// <summary>
    /// Sets the rules by which operators are differentiated, for a model with operators that have none.
    /// </summary>
    /// <param name="rules">
    /// The rules, such as <c>GradientRules.Default.With("my.domain", "MyOperator", rule)</c>.
    /// </param>
    public OnnxModelOptions Differentiate(GradientRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Rules = rules;
        return this;
    }

    /// <summary>Sets how examples are put together.</summary>
    /// <param name="options">The options of batches.</param>
    public OnnxModelOptions Batch(BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Batches = options;
        return this;
    }
}

/// <summary>What the caller said about an input.</summary>
internal sealed record MappedInput(string Input, KeyValuePair<string, LitType>[] Fields, InputColumn[]? Columns);

/// <summary>What the caller said about an output.</summary>
internal sealed record MappedOutput(string Output, string Field, LitType Type, OutputActivation Activation);
