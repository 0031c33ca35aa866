using Lit.Onnx.Graph;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Autodiff;

/// <summary>A value of a graph under construction: the tensor that a node will make when the graph runs.</summary>
/// <remarks>
/// Arithmetic on values adds nodes: <c>g * (1 - (y * y))</c> adds a Mul, a Sub and a Mul, with the broadcasting of ONNX.
/// Numbers become constants of the element type of the value that they meet.
/// </remarks>
public sealed class GraphValue
{
    internal GraphValue(GraphEmitter emitter, string name)
    {
        Emitter = emitter;
        Name = name;
    }

    /// <summary>The name in the graph.</summary>
    public string Name { get; }

    /// <summary>The element type; undefined if it cannot be derived.</summary>
    public OnnxElementType ElementType => Facts.Type;

    /// <summary>The number of dimensions.</summary>
    /// <exception cref="UnsupportedOperatorException">It cannot be derived from the model.</exception>
    public int Rank => Facts.Rank ?? throw Emitter.Unknown(Name, "number of dimensions");

    /// <summary>The dimensions: numbers where they are the same in every run, else null; null if their number is not known.</summary>
    public IReadOnlyList<long?>? Dimensions => Facts.Shape is { } shape ? [.. shape.Select(d => d.Constant)] : null;

    internal GraphEmitter Emitter { get; }

    internal ValueFacts Facts => Emitter.Graph.Facts[Name];

    /// <summary>Adds elements.</summary>
    public static GraphValue operator +(GraphValue a, GraphValue b) => a.Emitter.Add("Add", [a, b]);

    /// <summary>Subtracts elements.</summary>
    public static GraphValue operator -(GraphValue a, GraphValue b) => a.Emitter.Add("Sub", [a, b]);

    /// <summary>Multiplies elements.</summary>
    public static GraphValue operator *(GraphValue a, GraphValue b) => a.Emitter.Add("Mul", [a, b]);

    /// <summary>Divides elements.</summary>
    public static GraphValue operator /(GraphValue a, GraphValue b) => a.Emitter.Add("Div", [a, b]);

    /// <summary>Negates elements.</summary>
    public static GraphValue operator -(GraphValue a) => a.Emitter.Add("Neg", [a]);

    /// <summary>Adds a number to each element.</summary>
    public static GraphValue operator +(GraphValue a, double b) => a + a.Emitter.Scalar(b, a);

    /// <summary>Adds each element to a number.</summary>
    public static GraphValue operator +(double a, GraphValue b) => b.Emitter.Scalar(a, b) + b;

    /// <summary>Subtracts a number from each element.</summary>
    public static GraphValue operator -(GraphValue a, double b) => a - a.Emitter.Scalar(b, a);

    /// <summary>Subtracts each element from a number.</summary>
    public static GraphValue operator -(double a, GraphValue b) => b.Emitter.Scalar(a, b) - b;

    /// <summary>Multiplies each element by a number.</summary>
    public static GraphValue operator *(GraphValue a, double b) => b == 1 ? a : a * a.Emitter.Scalar(b, a);

    /// <summary>Multiplies each element by a number.</summary>
    public static GraphValue operator *(double a, GraphValue b) => b * a;

    /// <summary>Divides each element by a number.</summary>
    public static GraphValue operator /(GraphValue a, double b) => a / a.Emitter.Scalar(b, a);

    /// <summary>Divides a number by each element.</summary>
    public static GraphValue operator /(double a, GraphValue b) => b.Emitter.Scalar(a, b) / b;

    /// <summary>Whether each element is greater than a number.</summary>
    public static GraphValue operator >(GraphValue a, double b) => a.Emitter.Add("Greater", [a, a.Emitter.Scalar(b, a)]);

    /// <summary>Whether each element is less than a number.</summary>
    public static GraphValue operator <(GraphValue a, double b) => a.Emitter.Add("Less", [a, a.Emitter.Scalar(b, a)]);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
