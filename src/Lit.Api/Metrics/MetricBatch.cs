using System.Globalization;
using System.Numerics.Tensors;
using Lit.Types;

namespace Lit.Api.Metrics;

/// <summary>Labels and predictions, row by row, as metrics read them: each column is decoded once, whoever asks.</summary>
/// <remarks>Not safe for concurrent use while columns are decoded for the first time.</remarks>
public sealed class MetricBatch
{
    private readonly Column? _labels;
    private readonly Column _predictions;
    private readonly Dataset? _dataset;
    private double[]? _labelNumbers;
    private double[]? _predictionNumbers;
    private int[]? _labelCodes;

    /// <summary>Pairs columns.</summary>
    /// <param name="fields">What the columns are.</param>
    /// <param name="labels">The labels; null for a metric that needs none.</param>
    /// <param name="predictions">One prediction for each.</param>
    /// <exception cref="LitException">There is not one prediction for each label.</exception>
    public MetricBatch(MetricFields fields, Column? labels, Column predictions)
        : this(fields, labels, predictions, null)
    {
    }

    /// <summary>Pairs the examples of a dataset with their predictions.</summary>
    /// <param name="fields">The fields to read.</param>
    /// <param name="dataset">The examples; their ids and parents are read only if a metric asks.</param>
    /// <param name="predictions">One row for each example, in their order.</param>
    /// <exception cref="LitException">A field is missing, or there is not one prediction for each example.</exception>
    public MetricBatch(MetricFields fields, Dataset dataset, ExampleTable predictions)
        : this(
            fields,
            Checked(fields).LabelField is { } label ? Checked(dataset).Column(label) : null,
            Checked(predictions)[fields.PredictionField],
            Checked(dataset))
    {
    }

    private MetricBatch(MetricFields fields, Column? labels, Column predictions, Dataset? dataset)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(predictions);
        (Fields, _labels, _predictions, _dataset, Count) = (fields, labels, predictions, dataset, predictions.Count);
        int expected = labels?.Count ?? dataset?.Count ?? Count;
        if (expected != Count)
        {
            throw new LitException(
                $"{fields.PredictionField}: expected {expected} predictions, one for each example; found {Count}.");
        }
    }

    /// <summary>What the columns are.</summary>
    public MetricFields Fields { get; }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>What is added to the null class's log-probability, one number for each row; null for 0 everywhere.</summary>
    public IReadOnlyList<double>? Margins { get; init; }

    /// <summary>The position of each label in the vocabulary of the prediction; −1 for one that is not in it, or null.</summary>
    /// <exception cref="LitException">The prediction's type has no vocabulary.</exception>
    public ReadOnlySpan<int> LabelCodes => _labelCodes ??= Encode();

    /// <summary>The labels as numbers; NaN where there is none.</summary>
    /// <exception cref="LitException">A label is no number; the message says in which row.</exception>
    public ReadOnlySpan<double> LabelNumbers => _labelNumbers ??= Numbers(_labels, LabelName);

    /// <summary>The predictions as numbers; NaN where there is none.</summary>
    /// <exception cref="LitException">A prediction is no number; the message says in which row.</exception>
    public ReadOnlySpan<double> PredictionNumbers
        => _predictionNumbers ??= Numbers(_predictions, Fields.PredictionField);

    /// <summary>What is added to the null class's log-probability in a row.</summary>
    public double Margin(int row) => Margins is null ? 0 : Margins[row];

    /// <summary>The id of a row's example; null when the batch was not made from a dataset.</summary>
    public string? Id(int row) => _dataset?[row].Id;

    /// <summary>The id of the example that a row's example was made from; null when there is none.</summary>
    public string? ParentId(int row) => _dataset?[row].Meta.ParentId;

    /// <summary>Another field of a row's example; null when it has none, or when the batch was not made from a dataset.</summary>
    /// <param name="row">The row.</param>
    /// <param name="field">The field of the dataset.</param>
    /// <exception cref="LitException">The dataset has no such field.</exception>
    public object? Field(int row, string field) => _dataset?.Column(field)[row];

    /// <summary>The label of a row, null when it has none.</summary>
    public object? Label(int row) => _labels?[row];

    /// <summary>The prediction of a row, null when it has none.</summary>
    public object? Prediction(int row) => _predictions[row];

    /// <summary>The label of a row, if it has one.</summary>
    /// <exception cref="LitException">It is of another type; the message names row and field.</exception>
    public bool TryGetLabel<T>(int row, out T value) => TryGet(Label(row), row, LabelName, out value);

    /// <summary>The prediction of a row, if it has one.</summary>
    /// <exception cref="LitException">It is of another type; the message names row and field.</exception>
    public bool TryGetPrediction<T>(int row, out T value)
        => TryGet(Prediction(row), row, Fields.PredictionField, out value);

    /// <summary>Copies a prediction that is a row of numbers.</summary>
    /// <param name="row">The row.</param>
    /// <param name="destination">Takes the numbers; its length is the length expected.</param>
    /// <returns>False when the row has no prediction.</returns>
    /// <exception cref="LitException">The prediction is of another length; the message names row and field.</exception>
    public bool TryCopyPrediction(int row, Span<double> destination)
    {
        if (_predictions is TensorColumn tensors && tensors.RowLength == destination.Length)
        {
            if (tensors.HasNulls && tensors.IsNull(row))
            {
                return false;
            }

            ReadOnlySpan<float> numbers = tensors.Row(row);
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = numbers[i];
            }

            return true;
        }

        if (Prediction(row) is not { } value)
        {
            return false;
        }

        float[] flat = value is Tensor<float> tensor && tensor.FlattenedLength == destination.Length
            ? new float[destination.Length]
            : throw Wrong(row, Fields.PredictionField, $"{destination.Length} numbers", Describe(value));
        tensor.FlattenTo(flat);
        TensorPrimitives.ConvertTruncating<float, double>(flat, destination);
        return true;
    }

    private string LabelName => Fields.LabelField ?? "label";

    private static T Checked<T>(T argument)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument;
    }

    private bool TryGet<T>(object? value, int row, string field, out T result)
    {
        object? converted = value switch
        {
            long whole when typeof(T) == typeof(double) => (double)whole,
            float single when typeof(T) == typeof(double) => (double)single,
            _ => value,
        };
        if (converted is T own)
        {
            result = own;
            return true;
        }

        result = default!;
        return value is null ? false : throw Wrong(row, field, typeof(T).Name, Describe(value));
    }

    private double[] Numbers(Column? column, string field)
    {
        double[] numbers = new double[Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = column switch
            {
                DoubleColumn doubles when !doubles.HasNulls => doubles.Values[row],
                _ => TryGet(column?[row], row, field, out double number) ? number : double.NaN,
            };
        }

        return numbers;
    }

    private int[] Encode()
    {
        Vocabulary vocabulary = Fields.Prediction is MulticlassPreds classes
            ? classes.Vocab
            : throw new LitException(
                $"{Fields.PredictionField}: expected {nameof(MulticlassPreds)} with a vocabulary, found {Fields.Prediction.GetType().Name}.");
        int[] codes = new int[Count];
        if (_labels is StringColumn texts)
        {
            ReadOnlySpan<string?> values = texts.Values;
            for (int row = 0; row < codes.Length; row++)
            {
                codes[row] = values[row] is { } text ? vocabulary.IndexOf(text) : -1;
            }

            return codes;
        }

        for (int row = 0; row < codes.Length; row++)
        {
            string? label = Label(row) switch
            {
                string text => text,
                null => null,
                IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
                var other => throw Wrong(row, LabelName, "a text", Describe(other)),
            };
            codes[row] = label is null ? -1 : vocabulary.IndexOf(label);
        }

        return codes;
    }

    private LitException Wrong(int row, string field, string expected, string found)
        => new($"{(_dataset is { Name.Length: > 0 } ? $"Dataset '{_dataset.Name}', row" : "Row")} {row}, field '{field}': "
            + $"expected {expected}, found {found}.");

    private static string Describe(object? value) => value switch
    {
        null => "null",
        Tensor<float> tensor => $"{tensor.FlattenedLength} numbers",
        _ => value.GetType().Name,
    };
}
