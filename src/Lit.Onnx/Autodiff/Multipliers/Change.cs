namespace Lit.Onnx.Autodiff.Multipliers;

/// <summary>A value at the example and at the reference.</summary>
/// <param name="Value">At the example.</param>
/// <param name="Reference">At the reference; the same value where nothing changes.</param>
internal readonly record struct Change(GraphValue Value, GraphValue Reference)
{
    /// <summary>Below this a difference is none, and the derivative takes the place of the ratio.</summary>
    private const double Least = 1e-10;

    /// <summary>Whether the value depends on what differs from the reference.</summary>
    public bool Moves => Value.Name != Reference.Name;

    /// <summary>Value less reference.</summary>
    public GraphValue Difference => Value - Reference;

    /// <summary>The middle of the two.</summary>
    public GraphValue Mean => Moves ? (Value + Reference) * 0.5 : Value;

    public static Change Of(NodeContext context, GraphValue value) => new(value, context.Reference(value));

    /// <summary>This change for each unit of another; a value of the derivative's where the other hardly changes.</summary>
    public GraphValue Per(Change other, GraphValue derivative) => Ratio(Difference, other.Difference, derivative);

    /// <summary>A ratio of differences, element by element.</summary>
    public static GraphValue Ratio(GraphValue difference, GraphValue other, GraphValue derivative)
    {
        var graph = difference.Emitter;
        var small = graph.Add("Abs", [other]) < Least;
        return graph.Where(small, derivative, difference / graph.Where(small, graph.Scalar(1, other), other));
    }
}
