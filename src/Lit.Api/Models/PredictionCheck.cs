using Lit.Types;

namespace Lit.Api;

/// <summary>Holds a model to its own output spec.</summary>
internal static class PredictionCheck
{
    public static void Row(Model model, Example output, int row)
    {
        foreach (var (field, type) in model.OutputSpec)
        {
            if (!output.TryGetValue(field, out var value) || value is null)
            {
                if (type.Required)
                {
                    throw Wrong(model, row, field, Expected(type), output.ContainsKey(field) ? "null" : "no such field");
                }
            }
            else if (!Fits(type, value))
            {
                throw Wrong(model, row, field, Expected(type), Example.Describe(value));
            }
        }
    }

    /// <summary>Checks a batch; row i of it is the prediction <c>first + rows[i]</c> of the run.</summary>
    public static void Table(Model model, ExampleTable output, ReadOnlySpan<int> rows, int first = 0)
    {
        foreach (var (field, type) in model.OutputSpec)
        {
            if (!output.TryGetColumn(field, out var column))
            {
                if (type.Required && output.Count > 0)
                {
                    throw Wrong(model, first + rows[0], field, Expected(type), "no such field");
                }

                continue;
            }

            bool checkValues = column is ObjectColumn || !KindFits(type, column);
            for (int i = 0; (checkValues || column.HasNulls) && i < column.Count; i++)
            {
                if (column.IsNull(i))
                {
                    if (type.Required)
                    {
                        string found = column.IsMissing(i) ? "no such field" : "null";
                        throw Wrong(model, first + rows[i], field, Expected(type), found);
                    }
                }
                else if (checkValues && column[i] is { } value && !Fits(type, value))
                {
                    throw Wrong(model, first + rows[i], field, Expected(type), Example.Describe(value));
                }
            }
        }
    }

    public static void Count(Model model, int expected, int found)
    {
        if (expected != found)
        {
            throw new LitException(
                $"Model '{model.Name}': expected {expected} predictions, one for each example, found {found}.");
        }
    }

    private static bool Fits(LitType type, object value)
        => type.ValueType.IsInstanceOfType(value)
            || (type.ValueType == typeof(double) && value is long or int or float)
            || (type.ValueType == typeof(long) && value is int);

    private static bool KindFits(LitType type, Column column) => column switch
    {
        StringColumn => type.ValueType == typeof(string),
        DoubleColumn => type.ValueType == typeof(double),
        LongColumn => type.ValueType == typeof(long) || type.ValueType == typeof(double),
        BooleanColumn => type.ValueType == typeof(bool),
        TensorColumn => type is TensorType,
        _ => false,
    };

    private static string Expected(LitType type) => $"a value of {type.GetType().Name} ({Example.TypeName(type.ValueType)})";

    private static LitException Wrong(Model model, int row, string field, string expected, string found)
        => new($"Model '{model.Name}', prediction {row}, field '{field}': expected {expected}, found {found}. "
            + "Change the model's output or its OutputSpec.");
}
