using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Programs;

/// <summary>Several values of a graph side by side as the columns of one, so that they move together.</summary>
/// <remarks>
/// The values are put together and taken apart again in front of what reads them; what stands between is a value
/// <c>[batch, columns]</c> like any other.
/// </remarks>
internal static class JoinedValues
{
    /// <summary>The names of the values in the name of a joined one; a single name for any other.</summary>
    public static string[] PartsOf(string name) =>
        [.. name.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>The joined value of several.</summary>
    /// <exception cref="UnsupportedOperatorException">They are not rows of numbers, or depend on each other.</exception>
    public static CutPoint Describe(OnnxGraph graph, IReadOnlyList<CutPoint> parts)
    {
        foreach (CutPoint part in parts)
        {
            if (Width(part) is null)
            {
                throw new UnsupportedOperatorException(
                    graph.File.Name,
                    $"expected values of a fixed number of numbers for each example to move together, found '{part.Name}' "
                    + $"[{string.Join(", ", part.Shape ?? [])}]; name it alone.");
            }

            string[] others = [.. parts.Select(other => other.Name).Where(other => other != part.Name)];
            if (graph.Between([], [part.Name]).Any(node => node.AllInputs().Any(others.Contains)))
            {
                throw new UnsupportedOperatorException(
                    graph.File.Name,
                    $"expected values that do not depend on each other to move together, found that '{part.Name}' is computed from "
                    + "another of them: name one at a time.");
            }
        }

        long width = parts.Sum(part => Width(part)!.Value);
        return new CutPoint(
            string.Join(", ", parts.Select(part => part.Name)),
            CutPointKind.Inner,
            null,
            [parts[0].Shape![0], new OnnxDimension(width)])
        {
            Parts = [.. parts],
        };
    }

    /// <summary>The values that move together where none is named: rows of features in several inputs.</summary>
    /// <returns>Null unless there are several inputs of numbers, all of them features.</returns>
    public static CutPoint? OfInputs(OnnxGraph graph, IReadOnlyList<CutPoint> found) =>
        found.Count > 1
            && found.All(cut => cut is { Kind: CutPointKind.Input, Shape.Count: 1 or 2 } && Width(cut) is not null
                && graph.Consumers(cut.Name).Count > 0)
                ? Describe(graph, found)
                : null;

    /// <summary>How many numbers of a value belong to an example; null if that is not fixed.</summary>
    public static long? Width(CutPoint cut) => cut.Shape is { Count: > 0 } shape
        ? shape.Skip(1).Aggregate((long?)1, (size, dimension) => size * dimension.Size)
        : null;

    /// <summary>Makes a joined value part of a graph; any other is one already.</summary>
    /// <exception cref="UnsupportedOperatorException">A value is read inside a branch or loop.</exception>
    public static void Apply(OnnxGraph graph, CutPoint cut)
    {
        if (cut.Parts.Count == 0)
        {
            return;
        }

        var outputs = graph.Proto.Output.ToArray();
        graph.Proto.Output.Clear();
        string[] moved = [.. cut.Parts.Select(_ => graph.NewName("part"))];
        for (int i = 0; i < moved.Length; i++)
        {
            if (!graph.TryReplaceUses(cut.Parts[i].Name, moved[i]))
            {
                throw new UnsupportedOperatorException(
                    graph.File.Name,
                    "expected values to move together that no branch or loop reads, found that one reads "
                    + $"'{cut.Parts[i].Name}'; name it alone.");
            }
        }

        graph.Proto.Output.AddRange(outputs);
        var emitter = new GraphEmitter(graph);
        GraphValue[] parts = [.. cut.Parts.Select(part => emitter.Value(part.Name))];
        OnnxElementType type = Common([.. parts.Select(part => part.ElementType)]);
        GraphValue?[] columns = [.. parts.Zip(cut.Parts, (value, part) => emitter.Cast(Flat(emitter, value, part), type))];
        Name(graph, emitter.Concat(1, columns), cut.Name);
        var widths = emitter.Integers([.. cut.Parts.Select(part => Width(part)!.Value)]);
        var pieces = emitter.Add("", "Split", [emitter.Value(cut.Name), widths], parts.Length, ("axis", 1));
        for (int i = 0; i < moved.Length; i++)
        {
            GraphValue piece = emitter.Cast(pieces[i], parts[i].ElementType);
            Name(graph, Shaped(emitter, piece, cut.Parts[i]), moved[i]);
        }

        graph.Refresh();
    }

    private static OnnxElementType Common(OnnxElementType[] types) =>
        types.Distinct().Count() == 1 ? types[0]
        : types.Contains(OnnxElementType.Double) ? OnnxElementType.Double
        : OnnxElementType.Float;

    private static GraphValue Flat(GraphEmitter emitter, GraphValue value, CutPoint part) => part.Shape!.Count switch
    {
        1 => emitter.Unsqueeze(value, 1),
        2 => value,
        _ => emitter.Reshape(value, emitter.Integers(0, Width(part)!.Value)),
    };

    private static GraphValue Shaped(GraphEmitter emitter, GraphValue piece, CutPoint part) => part.Shape!.Count switch
    {
        1 => emitter.Squeeze(piece, 1),
        2 => piece,
        _ => emitter.Reshape(piece, emitter.Integers([0, .. part.Shape.Skip(1).Select(d => d.Size!.Value)])),
    };

    private static void Name(OnnxGraph graph, GraphValue value, string name) =>
        graph.Append(new NodeProto { OpType = "Identity", Input = { value.Name }, Output = { name } });
}
