using System.Text.RegularExpressions;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Shapes;

/// <content>Branches and loops: what is known inside their graphs, and of what leaves them.</content>
internal sealed partial class ShapeInference
{
    /// <summary>A size changes from number to name at most once for each dimension, and one change can cause another.</summary>
    private const int MaxRounds = 8;

    /// <summary>Loops deeper than this are gone through once, whatever their nesting would ask for.</summary>
    private const int MaxDepth = 3;

    private int _depth;

    private ValueFacts[]? DeriveControlFlow(NodeView node) => node.Op switch
    {
        "If" => Branches(node),
        "Loop" => Looped(node),
        "Scan" => Scanned(node),
        _ => null,
    };

    private ValueFacts[] Branches(NodeView node)
    {
        if (node.Proto.Body("then_branch") is not { } yes || node.Proto.Body("else_branch") is not { } no)
        {
            return [];
        }

        int before = _symbols;
        InferBody(yes, []);
        InferBody(no, []);
        var results = new ValueFacts[node.Outputs];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = Outside(Join(this[yes.Output[i].Name], this[no.Output[i].Name]), before);
        }

        return results;
    }

    private ValueFacts[] Looped(NodeView node)
    {
        if (node.Proto.Body("body") is not { } body)
        {
            return [];
        }

        int before = _symbols;
        int states = Math.Max(0, node.Inputs - 2);
        ValueFacts[] first = [new(OnnxElementType.Int64, []), new(OnnxElementType.Bool, [])];
        ValueFacts[] initial = [.. Enumerable.Range(2, states).Select(node.In)];
        var last = Repeated(body, first, initial, [], offset: 1);
        bool fixedCount = node.Has(0) && !node.Has(1) && this[body.Output[0].Name].Constants is [not 0];
        SymbolicInteger count = fixedCount && node.In(0).Content is [var trips] ? trips : Fresh();
        var elements = body.Output.Skip(1 + states).Select(o => this[o.Name]);
        return
        [
            .. last.Select(s => Outside(s, before)),
            .. elements.Select(e => Outside(new ValueFacts(e.Type, e.Shape is null ? null : [count, .. e.Shape]), before)),
        ];
    }

    private ValueFacts[] Scanned(NodeView node)
    {
        if (node.Proto.Body("body") is not { } body)
        {
            return [];
        }

        int before = _symbols;
        int scanned = (int)node.Proto.Int("num_scan_inputs");
        int states = node.Inputs - scanned;
        long[]? inputAxes = node.Proto.Ints("scan_input_axes");
        long[]? outputAxes = node.Proto.Ints("scan_output_axes");
        SymbolicInteger? steps = null;
        var elements = new ValueFacts[scanned];
        for (int i = 0; i < scanned; i++)
        {
            var whole = node.In(states + i);
            if (whole.Shape is { } shape)
            {
                int axis = NodeView.Axis(inputAxes?[i] ?? 0, shape.Length);
                steps = steps?.Constant is null ? shape[axis] : steps;
                elements[i] = new(whole.Type, [.. shape[..axis], .. shape[(axis + 1)..]]);
            }
            else
            {
                elements[i] = new(whole.Type, null);
            }
        }

        steps ??= Fresh();
        ValueFacts[] initial = [.. Enumerable.Range(0, states).Select(node.In)];
        var last = Repeated(body, [], initial, elements, offset: 0);
        var results = last.Select(s => Outside(s, before)).ToList();
        for (int i = states; i < body.Output.Count; i++)
        {
            var element = Outside(this[body.Output[i].Name], before);
            results.Add(new(element.Type, element.Shape?.ToList() is { } shape
                ? Inserted(shape, NodeView.Axis(outputAxes?[i - states] ?? 0, shape.Count + 1), steps)
                : null));
        }

        return [.. results];

        static SymbolicInteger[] Inserted(List<SymbolicInteger> shape, int axis, SymbolicInteger size)
        {
            shape.Insert(axis, size);
            return [.. shape];
        }
    }

    /// <summary>Infers the body of a loop until what it says of its states holds before and after an iteration.</summary>
    /// <returns>What is known of the states behind the loop.</returns>
    private ValueFacts[] Repeated(GraphProto body, ValueFacts[] first, ValueFacts[] initial, ValueFacts[] elements, int offset)
    {
        bool deep = _depth >= MaxDepth;
        var states = initial.Select(s => s with { Content = null, Shape = deep ? null : s.Shape }).ToArray();
        var varying = states.Select(s => new bool[s.Rank ?? 0]).ToArray();
        for (int round = 0; ; round++)
        {
            InferBody(body, [.. first, .. states, .. elements]);
            bool stable = true;
            for (int k = 0; k < states.Length; k++)
            {
                stable &= Settle(ref states[k], this[body.Output[offset + k].Name], varying[k]);
            }

            if (stable)
            {
                break;
            }

            if (round == MaxRounds)
            {
                states = [.. states.Select(s => s with { Shape = null })];
                varying = [.. states.Select(_ => Array.Empty<bool>())];
            }
        }

        return [.. states.Select((s, k) => s.Shape is null
            ? s
            : s with { Shape = [.. s.Shape.Select((d, i) => varying[k][i] ? Fresh() : d)] })];
    }

    private bool Settle(ref ValueFacts state, ValueFacts next, bool[] varying)
    {
        if (state.Type == OnnxElementType.Undefined && next.Type != OnnxElementType.Undefined)
        {
            state = state with { Type = next.Type };
            return false;
        }

        if (state.Shape is null)
        {
            return true;
        }

        if (next.Rank != state.Rank)
        {
            state = state with { Shape = null };
            return false;
        }

        bool stable = true;
        for (int i = 0; i < varying.Length; i++)
        {
            if (!varying[i] && !state.Shape[i].Equals(next.Shape![i]))
            {
                varying[i] = true;
                state = state with { Shape = [.. state.Shape.Select((d, at) => at == i ? Fresh() : d)] };
                stable = false;
            }
        }

        return stable;
    }

    private void InferBody(GraphProto body, ValueFacts[] inputs)
    {
        for (int i = 0; i < body.Input.Count && i < inputs.Length; i++)
        {
            var declared = Declared(body.Input[i]);
            _facts[body.Input[i].Name] = inputs[i].Type == OnnxElementType.Undefined ? inputs[i] with { Type = declared.Type } : inputs[i];
        }

        _depth++;
        Infer(body);
        _depth--;
    }

    private ValueFacts Join(ValueFacts a, ValueFacts b)
    {
        var type = a.Type == OnnxElementType.Undefined ? b.Type : a.Type;
        return a.Shape is { } x && b.Shape is { } y && x.Length == y.Length
            ? new(type, [.. x.Zip(y, (p, q) => p.Equals(q) ? p : Fresh())])
            : new(type, null);
    }

    /// <summary>Sizes that have a meaning inside a graph alone become names of their own outside of it.</summary>
    private ValueFacts Outside(ValueFacts facts, int symbols) => new(
        facts.Type,
        facts.Shape is null ? null : [.. facts.Shape.Select(d => IsInner(d, symbols) ? Fresh() : d)]);

    private static bool IsInner(SymbolicInteger size, int symbols) => size.Constant is null
        && FreshName().Matches(size.ToString()).Any(m => int.Parse(m.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) > symbols);

    [GeneratedRegex("\\?([0-9]{1,9})")]
    private static partial Regex FreshName();
}
