using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Lit.Types;

namespace Lit.Api;

/// <summary>A model that looks its predictions up among stored ones.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class StaticPredictions : Model
{
    private readonly Dictionary<string, int> _rows;
    private readonly string[] _keys;
    private readonly Dataset _predictions;
    private string? _identity;

    /// <summary>Predictions for examples that equal a stored one in all fields.</summary>
    /// <param name="inputs">The examples.</param>
    /// <param name="predictions">A prediction for each example, in their order.</param>
    /// <exception cref="LitException">There is not one prediction for each example.</exception>
    public StaticPredictions(Dataset inputs, Dataset predictions)
        : this(inputs, predictions, null)
    {
    }

    /// <summary>Predictions for examples that equal a stored one in some fields.</summary>
    /// <param name="inputs">
    /// The examples; of those that are equal in the fields, the last one's prediction is given.
    /// </param>
    /// <param name="predictions">A prediction for each example, in their order.</param>
    /// <param name="keyFields">The fields by which an example is found; null for all.</param>
    /// <exception cref="LitException">
    /// There is not one prediction for each example, or an example lacks a key field.
    /// </exception>
    public StaticPredictions(Dataset inputs, Dataset predictions, IEnumerable<string>? keyFields)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(predictions);
        if (inputs.Count != predictions.Count)
        {
            throw new LitException(
                $"Expected {inputs.Count} predictions, one for each of the {inputs}; found {predictions.Count}.");
        }

        Inputs = inputs;
        _predictions = predictions;
        _keys = keyFields is null ? [.. inputs.Spec.Keys] : [.. keyFields];
        InputSpec = Spec.Create([.. _keys.Select(key => KeyValuePair.Create(key, inputs.Spec[key]))]);
        _rows = new Dictionary<string, int>(inputs.Count, StringComparer.Ordinal);
        for (int i = 0; i < inputs.Count; i++)
        {
            _rows[Key(inputs[i])] = i;
        }
    }

    /// <summary>The stored examples.</summary>
    public Dataset Inputs { get; }

    /// <inheritdoc />
    public override string Name => _predictions.Name.Length > 0 ? _predictions.Name : nameof(StaticPredictions);

    /// <inheritdoc />
    public override string Description => _predictions.Description;

    /// <summary>The name and a sum of all stored examples and predictions.</summary>
    public override string Identity => _identity ??= $"{nameof(StaticPredictions)}:{Name}:{ContentSum()}";

    /// <inheritdoc />
    public override Spec InputSpec { get; }

    /// <inheritdoc />
    public override Spec OutputSpec => _predictions.Spec;

    /// <inheritdoc />
    public override bool SupportsConcurrentPredictions => true;

    /// <inheritdoc />
    /// <exception cref="LitException">There is no prediction for an example.</exception>
    public override IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return LookUp(inputs, cancellationToken);
    }

    private async IAsyncEnumerable<Example> LookUp(
        IEnumerable<Example> inputs,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var input in inputs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string key = Key(input);
            yield return _rows.TryGetValue(key, out int row)
                ? _predictions[row]
                : throw new LitException(
                    $"Model '{Name}': expected one of the {Inputs.Count} stored examples, found {input}, "
                    + $"whose fields {string.Join(", ", _keys)} have the id '{key}'.");
        }
    }

    private string ContentSum()
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, row) in _rows)
        {
            sum.AppendData(Encoding.ASCII.GetBytes(key));
            sum.AppendData(Encoding.ASCII.GetBytes(ExampleId.Of(_predictions[row])));
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    private string Key(Example example)
    {
        object?[] values = new object?[_keys.Length];
        for (int i = 0; i < values.Length; i++)
        {
            object? value = example[_keys[i]];
            var type = InputSpec[_keys[i]];
            values[i] = type.ValueType.IsInstanceOfType(value) ? value : type.Normalize(value);
        }

        return ExampleId.Of(new Example(new FieldNames(_keys), values, null, null));
    }
}
