using Lit.Api;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>How a field of the predictions is made from one output of a model.</summary>
internal sealed class OutputBinding(int index, TensorInfo info, MappedOutput mapped)
    : PredictedField(mapped.Field, mapped.Type)
{
    /// <inheritdoc />
    public override int? Output => index;

    /// <inheritdoc />
    public override string Setting => $"{Field}={info.Name}:{mapped.Activation}";

    /// <summary>What is done with the numbers.</summary>
    public OutputActivation Activation => mapped.Activation;

    /// <summary>The output as the model declares it.</summary>
    public TensorInfo Info => info;

    private bool IsOneColumn => info.IsTensor && (info.Rank <= 1 || (info.Rank == 2 && (info.Shape[1].Size ?? 1) == 1));

    /// <summary>What keeps the output from being the field; null if nothing does.</summary>
    public SpecMismatch? Check()
    {
        string? expected = mapped.Type switch
        {
            MulticlassPreds preds when info.IsSequenceOfMaps =>
                Unless(mapped.Activation == OutputActivation.None, "no activation of probabilities that are in maps", preds),
            MulticlassPreds preds => Unless(
                IsNumbers && (HasColumns(preds.Vocab.Count) || (preds.Vocab.Count == 2 && IsOneColumn)),
                $"numbers for {preds.Vocab.Count} classes {preds.Vocab}, [batch, {preds.Vocab.Count}]",
                preds),
            SparseMultilabelPreds { Vocab: null } preds => Unless(false, "a vocabulary of the labels", preds),
            SparseMultilabelPreds preds => Unless(
                IsNumbers && HasColumns(preds.Vocab!.Count),
                $"numbers for {preds.Vocab.Count} labels, [batch, {preds.Vocab.Count}]",
                preds),
            TensorType tensor => Unless(IsNumbers, "numbers", tensor),
            Scalar scalar => Unless(IsNumbers && IsOneColumn, "one number an example, [batch] or [batch, 1]", scalar),
            BooleanLitType flag =>
                Unless(IsOneColumn && info.ElementType == "bool", "one truth value an example, [batch]", flag),
            StringLitType text => Unless(
                IsOneColumn && (info.ElementType == "string" || (!info.IsFloatingPoint && IsNumbers)),
                "one text or label an example, [batch]",
                text),
            var other => Unless(false, "a field of probabilities, numbers, truth values or labels", other),
        };
        return expected is null
            ? null
            : new SpecMismatch($"output '{info.Name}' as field '{Field}'", expected, info.ToString());
    }

    private bool IsNumbers => info.IsTensor && NumberWriter.Supports(info.Element);

    /// <inheritdoc />
    public override Column Read(FetchedOutput? output, EncodedBatch batch)
    {
        int rows = batch.Examples.Count;
        if (output!.Rows < rows)
        {
            throw Unexpected($"{rows} rows", output);
        }

        switch (mapped.Type)
        {
            case MulticlassPreds preds:
                return Probabilities(output, rows, preds.Vocab);
            case SparseMultilabelPreds preds:
                return Labels(output, rows, preds.Vocab!);
            case TensorType:
                return Numbers(output, rows);
            case Integer:
                return new LongColumn(Single(output, output.Longs()).AsMemory(0, rows));
            case Scalar:
                return new DoubleColumn(Single(output, output.Doubles()).AsMemory(0, rows));
            case BooleanLitType:
                return new BooleanColumn(Single(output, output.Flags()).AsMemory(0, rows));
            default:
                string?[] texts = Single(output, output.Texts());
                return new StringColumn(texts.AsMemory(0, rows));
        }
    }

    private TensorColumn Probabilities(FetchedOutput output, int rows, Vocabulary labels)
    {
        float[] numbers;
        if (info.IsSequenceOfMaps)
        {
            numbers = new float[output.Rows * labels.Count];
            if (output.ReadMaps(labels, numbers) is { } unknown)
            {
                throw Unexpected($"probabilities of {labels}", $"one of '{unknown}'");
            }

            return new TensorColumn(numbers, rows, [labels.Count]);
        }

        numbers = output.TakeFloats();
        int width = output.Rows == 0 ? labels.Count : numbers.Length / output.Rows;
        if (width != labels.Count && !(width == 1 && labels.Count == 2))
        {
            throw Unexpected($"{labels.Count} numbers an example, one for each of {labels}", output);
        }

        Activations.Apply(mapped.Activation, numbers, width);
        if (width == 1 && labels.Count == 2)
        {
            float[] both = new float[numbers.Length * 2];
            Activations.Complement(numbers, both);
            numbers = both;
        }

        return new TensorColumn(numbers, rows, [labels.Count]);
    }

    private ObjectColumn Labels(FetchedOutput output, int rows, Vocabulary labels)
    {
        float[] numbers = output.TakeFloats();
        if (numbers.Length != output.Rows * labels.Count)
        {
            throw Unexpected($"{labels.Count} numbers an example, one for each of {labels}", output);
        }

        Activations.Apply(mapped.Activation, numbers, labels.Count);
        object?[] lists = new object?[rows];
        for (int row = 0; row < rows; row++)
        {
            var scored = new ScoredText[labels.Count];
            for (int i = 0; i < scored.Length; i++)
            {
                scored[i] = new ScoredText(labels[i], numbers[(row * labels.Count) + i]);
            }

            lists[row] = scored;
        }

        return new ObjectColumn(lists);
    }

    private TensorColumn Numbers(FetchedOutput output, int rows)
    {
        nint[] shape = [.. output.Shape.Skip(1).Select(length => (nint)length)];
        float[] numbers = output.TakeFloats();
        Activations.Apply(mapped.Activation, numbers, shape is [.., var last] ? (int)last : 1);
        return new TensorColumn(numbers, rows, shape);
    }

    private T[] Single<T>(FetchedOutput output, T[] values) =>
        values.Length == output.Rows ? values : throw Unexpected("one value an example", output);

    private static string? Unless(bool fits, string expected, LitType type) =>
        fits ? null : $"{expected}, for {type.GetType().Name}";

    private bool HasColumns(int count) => info.Rank == 0 || (info.Rank == 2 && (info.Shape[1].Size ?? count) == count);

    private LitException Unexpected(string expected, FetchedOutput found) =>
        Unexpected(expected, $"a value of shape [{string.Join(", ", found.Shape)}]");

    private LitException Unexpected(string expected, string found) => new(
        $"Expected output '{info.Name}' of the model to hold {expected}, for field '{Field}'; found {found}. Change "
        + "the mapping.");
}
