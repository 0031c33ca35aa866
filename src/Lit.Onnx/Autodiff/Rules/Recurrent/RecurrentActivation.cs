namespace Lit.Onnx.Autodiff.Rules.Recurrent;

/// <summary>An activation of a recurrent operator: its value and its derivative.</summary>
/// <param name="Name">The name in the attribute, in lower case.</param>
/// <param name="Alpha">Its first parameter.</param>
/// <param name="Beta">Its second parameter.</param>
internal sealed record RecurrentActivation(string Name, double Alpha, double Beta)
{
    /// <summary>
    /// The parameters that each function has in the runtime unless the node gives others; null for one that it does not
    /// have. The format names no default for those that are 0.
    /// </summary>
    private static readonly Dictionary<string, (double? Alpha, double? Beta)> Defaults = new(StringComparer.Ordinal)
    {
        ["sigmoid"] = (null, null),
        ["tanh"] = (null, null),
        ["relu"] = (null, null),
        ["softsign"] = (null, null),
        ["softplus"] = (null, null),
        ["affine"] = (0, 0),
        ["leakyrelu"] = (0.01, null),
        ["thresholdedrelu"] = (0, null),
        ["scaledtanh"] = (0, 0),
        ["hardsigmoid"] = (0.2, 0.5),
        ["elu"] = (1, null),
    };

    public static bool IsKnown(string name) => Defaults.ContainsKey(Normalize(name));

    /// <summary>The activations of a node: lists of parameters hold those of the functions that have any, in order.</summary>
    public static RecurrentActivation[] Read(IReadOnlyList<string> names, IReadOnlyList<float> alphas, IReadOnlyList<float> betas)
    {
        var (alpha, beta) = (new Queue<float>(alphas), new Queue<float>(betas));
        return [.. names.Select(Normalize).Select(name => new RecurrentActivation(
            name,
            Defaults[name].Alpha is { } a ? (alpha.TryDequeue(out float x) ? x : a) : 0,
            Defaults[name].Beta is { } b ? (beta.TryDequeue(out float y) ? y : b) : 0))];
    }

    public GraphValue Value(GraphValue x)
    {
        var graph = x.Emitter;
        return Name switch
        {
            "sigmoid" => graph.Add("Sigmoid", [x]),
            "tanh" => graph.Add("Tanh", [x]),
            "relu" => graph.Add("Relu", [x]),
            "softsign" => graph.Add("Softsign", [x]),
            "softplus" => graph.Add("Softplus", [x]),
            "affine" => (x * Alpha) + Beta,
            "leakyrelu" => graph.Where(x < 0, x * Alpha, x),
            "thresholdedrelu" => graph.WhereOrZero(x > Alpha, x),
            "scaledtanh" => graph.Add("Tanh", [x * Beta]) * Alpha,
            "hardsigmoid" => graph.Add("Clip", [(x * Alpha) + Beta, graph.Scalar(0, x), graph.Scalar(1, x)]),
            _ => graph.Where(x < 0, (graph.Add("Exp", [graph.Add("Min", [x, graph.Scalar(0, x)])]) - 1) * Alpha, x),
        };
    }

    /// <param name="x">The argument.</param>
    /// <param name="y">The value there.</param>
    public GraphValue Derivative(GraphValue x, GraphValue y)
    {
        var graph = x.Emitter;
        var one = graph.Scalar(1, x);
        switch (Name)
        {
            case "sigmoid":
                return y * (1 - y);
            case "tanh":
                return 1 - (y * y);
            case "relu":
                return graph.WhereOrZero(x > 0, one);
            case "softsign":
                var denominator = 1 + graph.Add("Abs", [x]);
                return 1 / (denominator * denominator);
            case "softplus":
                return graph.Add("Sigmoid", [x]);
            case "affine":
                return graph.Scalar(Alpha, x);
            case "leakyrelu":
                return graph.Where(x < 0, graph.Scalar(Alpha, x), one);
            case "thresholdedrelu":
                return graph.WhereOrZero(x > Alpha, one);
            case "scaledtanh":
                return Alpha == 0 ? graph.Scalar(0, x) : (Alpha * Beta) - (y * y * (Beta / Alpha));
            case "hardsigmoid":
                return graph.WhereOrZero(graph.Add("And", [y > 0, y < 1]), graph.Scalar(Alpha, x));
            default:
                return graph.Where(x < 0, y + Alpha, one);
        }
    }

    private static string Normalize(string name) => name.ToLowerInvariant();
}
