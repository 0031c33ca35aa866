using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <summary>An attribute of a node to be added: a name and a number, text or list of numbers.</summary>
/// <remarks>A pair converts to it: <c>("axis", 1)</c>, <c>("mode", "constant")</c>, <c>("perm", new long[] { 0, 2, 1 })</c>.</remarks>
public readonly struct NodeArgument
{
    private readonly string _name;
    private readonly object _value;

    private NodeArgument(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _name = name;
        _value = value;
    }

    /// <summary>A whole number.</summary>
    /// <param name="pair">Name and value.</param>
    public static implicit operator NodeArgument((string Name, long Value) pair) => new(pair.Name, pair.Value);

    /// <summary>A whole number.</summary>
    /// <param name="pair">Name and value.</param>
    public static implicit operator NodeArgument((string Name, int Value) pair) => new(pair.Name, (long)pair.Value);

    /// <summary>A number.</summary>
    /// <param name="pair">Name and value.</param>
    public static implicit operator NodeArgument((string Name, float Value) pair) => new(pair.Name, pair.Value);

    /// <summary>A text.</summary>
    /// <param name="pair">Name and value.</param>
    public static implicit operator NodeArgument((string Name, string Value) pair) => new(pair.Name, pair.Value);

    /// <summary>Whole numbers.</summary>
    /// <param name="pair">Name and values.</param>
    public static implicit operator NodeArgument((string Name, long[] Values) pair) => new(pair.Name, pair.Values);

    /// <summary>The same attribute, for languages without implicit conversions.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public static NodeArgument FromPair(string name, long value) => new(name, value);

    /// <summary>A constant as attribute, as ConstantOfShape takes it.</summary>
    internal static NodeArgument Of(string name, TensorProto value) => new(name, value);

    /// <summary>A copy of an attribute of another node.</summary>
    internal static NodeArgument Of(string name, AttributeProto value) => new(name, value);

    /// <summary>A graph as attribute: a branch or the body of a loop.</summary>
    internal static NodeArgument Of(string name, GraphProto value) => new(name, value);

    internal void AddTo(NodeProto node)
    {
        switch (_value)
        {
            case long number:
                node.Set(_name, number);
                break;
            case float number:
                node.Set(_name, number);
                break;
            case string text:
                node.Set(_name, text);
                break;
            case long[] numbers:
                node.Set(_name, numbers);
                break;
            case TensorProto tensor:
                node.Set(_name, tensor);
                break;
            case AttributeProto copy:
                node.Attribute.Add(copy.Clone());
                break;
            case GraphProto graph:
                node.Set(_name, graph);
                break;
            default:
                throw new InvalidOperationException("An attribute needs a name and a value.");
        }
    }
}
