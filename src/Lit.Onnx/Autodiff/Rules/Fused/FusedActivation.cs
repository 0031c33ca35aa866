namespace Lit.Onnx.Autodiff.Rules.Fused;

/// <summary>The activations that ONNX Runtime folds into the operator in front of them.</summary>
internal static class FusedActivation
{
    private static readonly string[] Known = ["", "Relu", "Tanh", "Sigmoid", "LeakyRelu", "Clip", "HardSigmoid", "Elu", "Softplus", "Gelu"];

    /// <summary>Why an activation cannot be written out; null if it can.</summary>
    public static string? WhyUnsupported(NodeContext node) => Known.Contains(node.Text("activation", ""))
        ? null
        : $"its activation '{node.Text("activation", "")}' has no rule";

    /// <summary>Applies the activation that a node names.</summary>
    /// <param name="node">The node.</param>
    /// <param name="x">What it is applied to.</param>
    /// <param name="parameters">Its numbers, in the order of the operator's attributes.</param>
    public static GraphValue Apply(NodeContext node, GraphValue x, IReadOnlyList<float> parameters)
    {
        var graph = node.Graph;
        float Parameter(int index, float missing) => index < parameters.Count ? parameters[index] : missing;
        return node.Text("activation", "") switch
        {
            "" => x,
            "LeakyRelu" => graph.Add("LeakyRelu", [x], ("alpha", Parameter(0, 0.01f))),
            "Elu" => graph.Add("Elu", [x], ("alpha", Parameter(0, 1))),
            "HardSigmoid" => graph.Add("HardSigmoid", [x], ("alpha", Parameter(0, 0.2f)), ("beta", Parameter(1, 0.5f))),
            "Clip" => graph.Add("Clip", [x, graph.Scalar(Parameter(0, float.MinValue), x), graph.Scalar(Parameter(1, float.MaxValue), x)]),
            "Gelu" => graph.Add(Lit.Onnx.Graph.Operators.Microsoft, "Gelu", [x], 1)[0],
            var name => graph.Add(name, [x]),
        };
    }
}
