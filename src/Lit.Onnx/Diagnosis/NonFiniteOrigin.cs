namespace Lit.Onnx.Diagnosis;

/// <summary>A node that made NaN or infinity out of inputs that had none, or a constant or input that brought it along.</summary>
/// <param name="Pass">Where it happened.</param>
/// <param name="Operator">The operator; "Constant" or "Input" for a value that no node makes.</param>
/// <param name="Node">The name of the model's node; for a node of the backward pass, the node that it is a part of the gradient of.</param>
/// <param name="Output">What came out.</param>
/// <param name="Inputs">What went in.</param>
public sealed record NonFiniteOrigin(
    DiagnosedPass Pass, string Operator, string Node, ValueRange Output, IReadOnlyList<ValueRange> Inputs)
{
    /// <summary>One sentence with the pass, the operator, the node and the ranges.</summary>
    public override string ToString() =>
        $"{(Pass == DiagnosedPass.Forward ? "forward" : "backward")}: {Operator} at {Node} makes {Output}"
        + (Inputs.Count == 0 ? "." : $" from {string.Join("; ", Inputs)}.");
}

/// <summary>A part of a gradient's computation.</summary>
public enum DiagnosedPass
{
    /// <summary>From the inputs to the target.</summary>
    Forward,

    /// <summary>From the target back to the value that is differentiated by.</summary>
    Backward,
}
