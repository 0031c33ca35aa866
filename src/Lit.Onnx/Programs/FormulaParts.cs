using Lit.Api.Attribution;

namespace Lit.Onnx.Programs;

/// <summary>What a formula reads: outputs of the model, classes that are chosen for each example, fields of the examples.</summary>
internal sealed class FormulaParts
{
    private readonly List<string> _outputs = [];
    private readonly List<ClassExpression> _choices = [];
    private readonly List<FieldExpression> _fields = [];

    private FormulaParts()
    {
    }

    /// <summary>Names of outputs, each once.</summary>
    public IReadOnlyList<string> Outputs => _outputs;

    /// <summary>Choices of classes, each once; the program takes the one at position i as <see cref="ProgramNames.Choice"/>.</summary>
    public IReadOnlyList<ClassExpression> Choices => _choices;

    /// <summary>Fields, each once; the program takes the one at position i as <see cref="ProgramNames.Field"/>.</summary>
    public IReadOnlyList<FieldExpression> Fields => _fields;

    public static FormulaParts Of(TargetExpression formula)
    {
        var parts = new FormulaParts();
        parts.Collect(formula);
        return parts;
    }

    /// <summary>The output that a part of a formula starts from; null if there is not exactly one.</summary>
    public static string? OutputOf(TargetExpression formula) => Of(formula).Outputs is [var only] ? only : null;

    /// <summary>The same formula with other names of outputs.</summary>
    public static TargetExpression Rename(TargetExpression formula, Func<string, string> rename) => formula switch
    {
        OutputExpression output => new OutputExpression(rename(output.Name)),
        ClassExpression one => one with { Of = Rename(one.Of, rename) },
        ElementExpression one => one with { Of = Rename(one.Of, rename) },
        SliceExpression one => one with { Of = Rename(one.Of, rename) },
        ReductionExpression one => one with { Of = Rename(one.Of, rename) },
        FunctionExpression one => one with { Of = Rename(one.Of, rename) },
        BinaryExpression two => two with { Left = Rename(two.Left, rename), Right = Rename(two.Right, rename) },
        _ => formula,
    };

    private void Collect(TargetExpression formula)
    {
        switch (formula)
        {
            case OutputExpression output:
                Add(_outputs, output.Name);
                break;
            case FieldExpression field:
                Add(_fields, field);
                break;
            case ClassExpression one:
                Collect(one.Of);
                Add(_choices, one);
                break;
            case ElementExpression one:
                Collect(one.Of);
                break;
            case SliceExpression one:
                Collect(one.Of);
                break;
            case ReductionExpression one:
                Collect(one.Of);
                break;
            case FunctionExpression one:
                Collect(one.Of);
                break;
            case BinaryExpression two:
                Collect(two.Left);
                Collect(two.Right);
                break;
        }
    }

    private static void Add<T>(List<T> list, T item)
    {
        if (!list.Contains(item))
        {
            list.Add(item);
        }
    }
}
