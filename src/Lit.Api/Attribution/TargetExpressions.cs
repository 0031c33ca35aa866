using System.Globalization;
using Lit.Types;

namespace Lit.Api.Attribution;

/// <summary>The outputs of a model, as expressions start from them.</summary>
public sealed class ModelOutputs
{
    internal ModelOutputs()
    {
    }

    /// <summary>An output, or any other value of the model.</summary>
    /// <param name="name">The name of the model's output or inner value, or of the field of the predictions that is made from it.</param>
    public TargetExpression this[string name]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            return new OutputExpression(name);
        }
    }
}

/// <summary>All numbers of an output.</summary>
/// <param name="Name">The name of the output, of an inner value, or of a field of the predictions.</param>
public sealed record OutputExpression(string Name) : TargetExpression
{
    private protected override string Write() => Name;
}

/// <summary>See <see cref="TargetExpression.Field"/>.</summary>
/// <param name="Name">The field.</param>
/// <param name="Dimensions">How many dimensions it has.</param>
public sealed record FieldExpression(string Name, int Dimensions) : TargetExpression
{
    private protected override string Write() => Dimensions == 0 ? $"'{Name}'" : $"'{Name}'{new string('·', Dimensions)}";
}

/// <summary>A number that is the same for every example.</summary>
/// <param name="Value">The number.</param>
public sealed record NumberExpression(double Value) : TargetExpression
{
    private protected override string Write() => Value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>The number of a class.</summary>
/// <param name="Of">The numbers of all classes, along the last dimension.</param>
/// <param name="Choice">The class.</param>
public sealed record ClassExpression(TargetExpression Of, ClassChoice Choice) : TargetExpression
{
    private protected override string Write() => $"{Group(Of)}[{Choice}]";
}

/// <summary>Some positions of the first dimensions.</summary>
/// <param name="Of">The numbers.</param>
/// <param name="Position">One position for each dimension that is left out of the result.</param>
public sealed record ElementExpression(TargetExpression Of, ValueList<int> Position) : TargetExpression
{
    private protected override string Write() => $"{Group(Of)}[{string.Join(", ", Position)}]";
}

/// <summary>See <see cref="TargetExpression.Slice"/>.</summary>
/// <param name="Of">The numbers.</param>
/// <param name="Axis">The dimension.</param>
/// <param name="Start">The first position.</param>
/// <param name="End">The position after the last.</param>
public sealed record SliceExpression(TargetExpression Of, int Axis, int Start, int End) : TargetExpression
{
    private protected override string Write() => $"slice({Of}, {Axis}, {Start}..{End})";
}

/// <summary>One number of several.</summary>
/// <param name="Of">The numbers.</param>
/// <param name="Reduction">What is made of them.</param>
/// <param name="Axis">The dimension; null for all.</param>
public sealed record ReductionExpression(TargetExpression Of, Reduction Reduction, int? Axis) : TargetExpression
{
    private protected override string Write() =>
        $"{Reduction.ToString().ToLowerInvariant()}({Of}{(Axis is { } axis ? $", {axis}" : string.Empty)})";
}

/// <summary>A function of each number, or of those along the last dimension.</summary>
/// <param name="Of">The numbers.</param>
/// <param name="Function">The function.</param>
public sealed record FunctionExpression(TargetExpression Of, ElementFunction Function) : TargetExpression
{
    private protected override string Write() => $"{Function.ToString().ToLowerInvariant()}({Of})";
}

/// <summary>Two operands.</summary>
/// <param name="Left">The first.</param>
/// <param name="Operator">One of + - * /.</param>
/// <param name="Right">The second.</param>
public sealed record BinaryExpression(TargetExpression Left, char Operator, TargetExpression Right) : TargetExpression
{
    private protected override string Write() => $"{Group(Left)} {Operator} {Group(Right)}";
}

/// <summary>What is made of several numbers.</summary>
public enum Reduction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>The root of the sum of their squares.</summary>
    Norm,
}

/// <summary>What is made of each number.</summary>
public enum ElementFunction
{
    /// <summary>Its natural logarithm.</summary>
    Log,

    /// <summary>e to its power.</summary>
    Exp,

    /// <summary>Its size.</summary>
    Abs,

    /// <summary>Its probability among those along the last dimension.</summary>
    Softmax,

    /// <summary>The logarithm of <see cref="Softmax"/>.</summary>
    LogSoftmax,
}
