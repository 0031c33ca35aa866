using Lit.Onnx.Graph;

namespace Lit.Onnx.Autodiff.Rules.Sampling;

/// <summary>One axis of an image that is read between its positions.</summary>
internal sealed class SamplingAxis
{
    private const double Cubic = -0.75;

    private readonly GraphEmitter _graph;
    private readonly GraphValue _length;
    private readonly string _padding;
    private readonly bool _alignCorners;

    /// <param name="place">Where to read, −1 to 1 over the axis.</param>
    /// <param name="size">How long the axis is, a tensor of one element.</param>
    /// <param name="mode">nearest, linear or cubic.</param>
    /// <param name="padding">What lies outside: zeros, border or reflection.</param>
    /// <param name="alignCorners">Whether −1 and 1 are the centres of the outermost elements instead of their edges.</param>
    public SamplingAxis(GraphValue place, GraphValue size, string mode, string padding, bool alignCorners)
    {
        _graph = place.Emitter;
        _padding = padding;
        _alignCorners = alignCorners;
        Size = size;
        _length = _graph.Cast(size, place.ElementType);
        var at = alignCorners
            ? (place + 1) * ((_length - 1) * 0.5)
            : (((place + 1) * _length) - 1) * 0.5;
        Taps = mode switch
        {
            "nearest" => [Tap(_graph.Add("Round", [Inside(at)]), null)],
            "cubic" => CubicTaps(at),
            _ => LinearTaps(Inside(at)),
        };
    }

    public GraphValue Size { get; }

    public IReadOnlyList<SamplingTap> Taps { get; }

    private SamplingTap[] LinearTaps(GraphValue at)
    {
        var floor = _graph.Add("Floor", [at]);
        var fraction = at - floor;
        return [Tap(floor, 1 - fraction), Tap(floor + 1, fraction)];
    }

    private SamplingTap[] CubicTaps(GraphValue at)
    {
        var floor = _graph.Add("Floor", [at]);
        var t = at - floor;
        var back = 1 - t;
        return
        [
            Tap(Whole(floor - 1), Outer(t + 1)),
            Tap(Whole(floor), Inner(t)),
            Tap(Whole(floor + 1), Inner(back)),
            Tap(Whole(floor + 2), Outer(back + 1)),
        ];

        // Of the neighbours, not of the place, says what lies outside.
        GraphValue Whole(GraphValue position) => Inside(position);
    }

    /// <summary>The cubic convolution kernel within one element.</summary>
    private static GraphValue Inner(GraphValue d) => (((((Cubic + 2) * d) - (Cubic + 3)) * d) * d) + 1;

    /// <summary>The cubic convolution kernel from one to two elements away.</summary>
    private static GraphValue Outer(GraphValue d) => (((((d * Cubic) - (5 * Cubic)) * d) + (8 * Cubic)) * d) - (4 * Cubic);

    /// <summary>Moves a place outside of the image to where its padding says.</summary>
    private GraphValue Inside(GraphValue at) => _padding switch
    {
        "border" => Clamp(at),
        "reflection" => Clamp(Reflect(at)),
        _ => at,
    };

    private GraphValue Clamp(GraphValue at) =>
        _graph.Add("Min", [_graph.Add("Max", [at, _graph.Scalar(0, at)]), _length - 1]);

    private GraphValue Reflect(GraphValue at)
    {
        double least = _alignCorners ? 0 : -0.5;
        var span = _graph.Add("Max", [_alignCorners ? _length - 1 : _length, _graph.Scalar(1e-6, at)]);
        var distance = _graph.Add("Abs", [at - least]);
        var flips = _graph.Add("Floor", [distance / span]);
        var rest = distance - (flips * span);
        var odd = (flips - (_graph.Add("Floor", [flips * 0.5]) * 2)) > 0.5;
        return _graph.Where(odd, span - rest, rest) + least;
    }

    /// <summary>A neighbour; outside of an image with zeros around it counts for nothing.</summary>
    private SamplingTap Tap(GraphValue position, GraphValue? weight)
    {
        var clamped = _graph.Cast(Clamp(position), OnnxElementType.Int64);
        if (_padding is "border" or "reflection")
        {
            return new(clamped, weight);
        }

        var inside = _graph.Add(
            "And",
            [position > -0.5, _graph.Add("Less", [position, _length - 0.5])]);
        weight ??= _graph.Scalar(1, position);
        return new(clamped, _graph.WhereOrZero(inside, weight));
    }
}
