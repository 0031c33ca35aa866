using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Recurrent;

/// <summary>An LSTM, GRU or RNN node: what its attributes and inputs say for both directions.</summary>
internal sealed class RecurrentNode
{
    private readonly GradientContext _context;
    private readonly RecurrentActivation[] _activations;

    public RecurrentNode(GradientContext context, int gates, string[] defaults)
    {
        _context = context;
        Gates = gates;
        Hidden = HiddenSize(context) ?? throw context.Graph.Unknown(context.Proto.Input[2], "last dimension");
        _activations = Activations(context, defaults);
        ActivationCount = defaults.Length;
        Outputs = context.RequireOutput(0);
        Mask = context.HasInput(4) ? MakeMask() : null;
    }

    public GraphEmitter Graph => _context.Graph;

    public int Gates { get; }

    public long Hidden { get; }

    public int ActivationCount { get; }

    public int Directions => Direction(_context) == "bidirectional" ? 2 : 1;

    public double Clip => _context.Float("clip", 0);

    /// <summary>Whether a GRU multiplies by the reset gate behind the product of the state with its weights.</summary>
    public bool LinearBeforeReset => _context.Int("linear_before_reset", 0) != 0;

    /// <summary>Whether the forget gate of an LSTM is what the input gate leaves.</summary>
    public bool CoupledGates => _context.Int("input_forget", 0) != 0;

    public GraphValue Input => _context.Input(0);

    /// <summary>The hidden states of all steps: <c>[steps, directions, batch, hidden]</c>.</summary>
    public GraphValue Outputs { get; }

    /// <summary>1 where a sequence has a step and 0 behind its end, <c>[steps, batch, 1]</c>; null if all are of full length.</summary>
    public GraphValue? Mask { get; }

    public static string Direction(NodeContext context) => context.Text("direction", "forward");

    public static long? HiddenSize(NodeContext context) => context.Input(2).Dimensions is [_, _, { } size]
        ? size
        : context.Proto.Int("hidden_size") is > 0 and var given ? given : null;

    public static string[] ActivationNames(NodeContext context, string[] defaults)
    {
        string[] names = [.. context.Proto.Find("activations")?.Strings.Select(s => s.ToStringUtf8()) ?? []];
        int directions = Direction(context) == "bidirectional" ? 2 : 1;
        return names.Length > 0 ? names : [.. Enumerable.Repeat(defaults, directions).SelectMany(d => d)];
    }

    public bool IsReversed(int direction) => direction == 1 || Direction(_context) == "reverse";

    public RecurrentActivation Activation(int direction, int index) => _activations[(direction * ActivationCount) + index];

    /// <summary>The part of a weight that belongs to one direction; null if the input is left out.</summary>
    public GraphValue? Weight(int input, int direction) => _context.HasInput(input) ? Row(_context.Input(input), direction, 0) : null;

    /// <summary>The initial state of one direction, <c>[batch, hidden]</c>.</summary>
    public GraphValue InitialState(int input, int direction) => _context.HasInput(input)
        ? Row(_context.Input(input), direction, 0)
        : Zeros();

    /// <summary>The cotangent of a last state of one direction, <c>[batch, hidden]</c>; zeros where there is none.</summary>
    public GraphValue LastCotangent(int output, int direction) => _context.OutputGradient(output) is { } g
        ? Row(g, direction, 0)
        : Zeros();

    /// <summary>The cotangents of the hidden states of one direction, <c>[steps, batch, hidden]</c>; null if nothing reads those.</summary>
    public GraphValue? StepCotangents(int direction) => _context.OutputGradient(0) is { } g
        ? Masked(Row(g, direction, 1))
        : null;

    /// <summary>The state that each step starts from, <c>[steps, batch, hidden]</c>.</summary>
    public GraphValue PreviousHidden(int direction)
    {
        var states = Row(Outputs, direction, 1);
        var first = Graph.Unsqueeze(InitialState(5, direction), 0);
        var (zero, one, minus) = (Graph.Integers(0), Graph.Integers(1), Graph.Integers(-1));
        if (!IsReversed(direction))
        {
            return Graph.Concat(0, first, Graph.Slice(states, zero, minus, zero));
        }

        var shifted = Graph.Concat(0, Graph.Slice(states, one, Graph.Integers(long.MaxValue), zero), first);
        if (Mask is null)
        {
            return shifted;
        }

        // A shorter sequence starts where it ends.
        var follows = Graph.Concat(0, Graph.Slice(Mask, one, Graph.Integers(long.MaxValue), zero), Graph.Slice(Mask, zero, one, zero) * 0);
        return Graph.Where(follows > 0.5, shifted, first);
    }

    /// <summary>What steps behind the end of a sequence have becomes 0.</summary>
    public GraphValue Masked(GraphValue x) => Mask is null ? x : x * Mask;

    /// <summary>The products of the inputs with the weights and the biases, for all steps: <c>[steps, batch, gates · hidden]</c>.</summary>
    /// <param name="direction">The direction.</param>
    /// <param name="recurrentBias">How many of the gates take the second bias as well.</param>
    public GraphValue InputProducts(int direction, int recurrentBias)
    {
        var product = Graph.Add("MatMul", [Input, Graph.TransposeMatrices(Weight(1, direction)!)]);
        if (Weight(3, direction) is not { } bias)
        {
            return product;
        }

        var first = Part(bias, 0, Gates, axis: 0);
        var second = Part(bias, Gates, recurrentBias, axis: 0);
        if (recurrentBias < Gates)
        {
            second = Graph.Concat(0, second, Part(bias, Gates + recurrentBias, Gates - recurrentBias, axis: 0) * 0);
        }

        return product + (first + second);
    }

    /// <summary>Some of the gates, or of other blocks of the hidden size, along an axis.</summary>
    public GraphValue Part(GraphValue x, int first, int count, int axis) => Graph.Slice(
        x,
        Graph.Integers(first * Hidden),
        Graph.Integers((first + count) * Hidden),
        Graph.Integers(axis));

    /// <summary>An argument of an activation with the bounds that the node gives, and what the bounds leave of the derivative.</summary>
    public GraphValue Clipped(GraphValue x) => Clip > 0 ? x.Emitter.Add("Clip", [x, x.Emitter.Scalar(-Clip, x), x.Emitter.Scalar(Clip, x)]) : x;

    /// <summary>The derivative of an activation by its argument before it is bounded.</summary>
    public GraphValue Slope(RecurrentActivation activation, GraphValue unclipped, GraphValue value)
    {
        var slope = activation.Derivative(Clipped(unclipped), value);
        return Clip > 0
            ? Graph.WhereOrZero(Graph.Add("LessOrEqual", [Graph.Add("Abs", [unclipped]), Graph.Scalar(Clip, unclipped)]), slope)
            : slope;
    }

    /// <summary>Sets the cotangents of the inputs from those of the gates and of the initial states.</summary>
    /// <param name="gates">For each direction, <c>[steps, batch, gates · hidden]</c>.</param>
    /// <param name="initial">For each input that holds initial states, those of the directions.</param>
    public void SetGradients(IReadOnlyList<GraphValue> gates, params ReadOnlySpan<(int Input, IReadOnlyList<GraphValue> Cotangents)> initial)
    {
        _context.SetInputGradient(0, () => Graph.SumOf([.. gates.Select((g, d) => Graph.Add("MatMul", [g, Weight(1, d)!]))]));
        foreach (var (input, cotangents) in initial)
        {
            _context.SetInputGradient(input, () => Graph.Concat(0, [.. cotangents.Select(c => Graph.Unsqueeze(c, 0))]));
        }
    }

    private static RecurrentActivation[] Activations(NodeContext context, string[] defaults) => RecurrentActivation.Read(
        ActivationNames(context, defaults),
        [.. context.Proto.Find("activation_alpha")?.Floats ?? []],
        [.. context.Proto.Find("activation_beta")?.Floats ?? []]);

    private GraphValue Zeros() => Graph.Zeros(
        Graph.Concat(0, Graph.Dimension(Input, 1), Graph.Integers(Hidden)),
        Input.ElementType);

    private GraphValue Row(GraphValue x, int index, int axis)
    {
        var part = Directions == 1
            ? x
            : Graph.Slice(x, Graph.Integers(index), Graph.Integers(index + 1), Graph.Integers(axis));
        return Graph.Squeeze(part, axis);
    }

    private GraphValue MakeMask()
    {
        var steps = Graph.Add(
            "Range",
            [
                Graph.Constant(0, OnnxElementType.Int64),
                Graph.Reshape(Graph.Dimension(Input, 0), Graph.Integers()),
                Graph.Constant(1, OnnxElementType.Int64),
            ]);
        var lengths = Graph.Cast(_context.Input(4), OnnxElementType.Int64);
        var inside = Graph.Add("Less", [Graph.Unsqueeze(steps, 1), lengths]);
        return Graph.Unsqueeze(Graph.Indicator(inside, Input), 2);
    }
}
