using Lit.Types;

namespace Lit.Api.Attribution;

/// <summary>A number, or numbers of some shape, made from the outputs of a model for each example.</summary>
/// <remarks>
/// Dimensions do not count the batch: logits of classes have one. Expressions are values; they compute nothing until a model
/// appends them to its graph. Where operands differ in their dimensions, the smaller one is repeated along the last ones.
/// </remarks>
/// <example>
/// <code>
/// Target.Expression(o => o["logits"]["positive"] - (0.5 * o["other"].Sum()))
/// Target.Expression(o => o["logits"][-1, yes] - o["logits"][-1, no])
/// </code>
/// </example>
public abstract record TargetExpression
{
    private protected TargetExpression()
    {
    }

    /// <summary>The number at the position of a class along the last dimension.</summary>
    /// <param name="choice">The class: a label of the output's vocabulary, or a position.</param>
    public TargetExpression this[ClassChoice choice] => new ClassExpression(this, choice);

    /// <summary>The element, or the part, at positions of the first dimensions.</summary>
    /// <param name="position">Positions from 0; negative ones count from the end.</param>
    public TargetExpression this[params ReadOnlySpan<int> position] => new ElementExpression(this, ValueList.Create(position));

    /// <summary>Numbers of a field of the example: a label to compare with, weights to multiply with.</summary>
    /// <param name="field">The field: a number, or a tensor.</param>
    /// <param name="dimensions">How many dimensions the field has; 0 for one number.</param>
    public static TargetExpression Field(string field, int dimensions = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        ArgumentOutOfRangeException.ThrowIfNegative(dimensions);
        return new FieldExpression(field, dimensions);
    }

    /// <summary>A range of one dimension.</summary>
    /// <param name="axis">The dimension, from 0.</param>
    /// <param name="start">The first position; negative counts from the end.</param>
    /// <param name="end">The position after the last; negative counts from the end.</param>
    public TargetExpression Slice(int axis, int start, int end) => new SliceExpression(this, axis, start, end);

    /// <summary>The sum over one dimension, or over all.</summary>
    /// <param name="axis">The dimension, from 0; null for all.</param>
    public TargetExpression Sum(int? axis = null) => new ReductionExpression(this, Reduction.Sum, axis);

    /// <summary>The mean over one dimension, or over all.</summary>
    /// <param name="axis">The dimension, from 0; null for all.</param>
    public TargetExpression Mean(int? axis = null) => new ReductionExpression(this, Reduction.Mean, axis);

    /// <summary>The greatest number along one dimension, or of all.</summary>
    /// <param name="axis">The dimension, from 0; null for all.</param>
    public TargetExpression Max(int? axis = null) => new ReductionExpression(this, Reduction.Max, axis);

    /// <summary>The L2 norm over one dimension, or over all.</summary>
    /// <param name="axis">The dimension, from 0; null for all.</param>
    public TargetExpression Norm(int? axis = null) => new ReductionExpression(this, Reduction.Norm, axis);

    /// <summary>The natural logarithm of each number.</summary>
    public TargetExpression Log() => new FunctionExpression(this, ElementFunction.Log);

    /// <summary>e to the power of each number.</summary>
    public TargetExpression Exp() => new FunctionExpression(this, ElementFunction.Exp);

    /// <summary>The size of each number.</summary>
    public TargetExpression Abs() => new FunctionExpression(this, ElementFunction.Abs);

    /// <summary>Probabilities along the last dimension.</summary>
    public TargetExpression Softmax() => new FunctionExpression(this, ElementFunction.Softmax);

    /// <summary>Logarithms of probabilities along the last dimension.</summary>
    public TargetExpression LogSoftmax() => new FunctionExpression(this, ElementFunction.LogSoftmax);

    /// <summary>A number as an expression.</summary>
    public static implicit operator TargetExpression(double number) => new NumberExpression(number);

    /// <summary>The same, for languages without implicit conversions.</summary>
    /// <param name="number">The number.</param>
    public static TargetExpression FromDouble(double number) => new NumberExpression(number);

    /// <summary>Adds.</summary>
    public static TargetExpression operator +(TargetExpression left, TargetExpression right) => new BinaryExpression(left, '+', right);

    /// <summary>Subtracts.</summary>
    public static TargetExpression operator -(TargetExpression left, TargetExpression right) => new BinaryExpression(left, '-', right);

    /// <summary>Multiplies.</summary>
    public static TargetExpression operator *(TargetExpression left, TargetExpression right) => new BinaryExpression(left, '*', right);

    /// <summary>Divides.</summary>
    public static TargetExpression operator /(TargetExpression left, TargetExpression right) => new BinaryExpression(left, '/', right);

    /// <summary>Negates.</summary>
    public static TargetExpression operator -(TargetExpression operand) => new BinaryExpression(new NumberExpression(0), '-', operand);

    /// <summary>The expression as a formula, such as <c>logits[positive] - 0.5 * sum(other)</c>.</summary>
    public sealed override string ToString() => Write();

    private protected abstract string Write();

    private protected static string Group(TargetExpression expression) =>
        expression is BinaryExpression ? $"({expression})" : expression.ToString();
}
