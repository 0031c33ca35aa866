using Lit.Onnx.Graph;

namespace Lit.Onnx.Shapes;

/// <content>Matrix products.</content>
internal sealed partial class ShapeInference
{
    private ValueFacts[]? DeriveProducts(NodeView node)
    {
        switch (node.Op)
        {
            case "MatMul":
                return [new(node.In(0).Type, Product(node.In(0).Shape, node.In(1).Shape))];
            case "Gemm":
                return node.In(0).Shape is [var a0, var a1] && node.In(1).Shape is [var b0, var b1]
                    ? [new(node.In(0).Type, [node.Proto.Int("transA") != 0 ? a1 : a0, node.Proto.Int("transB") != 0 ? b0 : b1])]
                    : [new(node.In(0).Type, FreshShape(2))];
            case "Einsum":
                return [new(node.In(0).Type, EinsumShape(node))];
            default:
                return null;
        }
    }

    private static SymbolicInteger[]? Product(SymbolicInteger[]? a, SymbolicInteger[]? b)
    {
        if (a is null || b is null || a.Length == 0 || b.Length == 0)
        {
            return null;
        }

        if (b.Length == 1)
        {
            return a[..^1];
        }

        return a.Length == 1
            ? [.. b[..^2], b[^1]]
            : [.. Broadcast(a[..^2], b[..^2])!, a[^2], b[^1]];
    }

    private static SymbolicInteger[]? EinsumShape(NodeView node)
    {
        int?[] ranks = [.. Enumerable.Range(0, node.Inputs).Select(i => node.In(i).Rank)];
        if (ranks.Contains(null) || EinsumEquation.Parse(node.Proto.Text("equation"), ranks) is not { } equation)
        {
            return null;
        }

        var sizes = new SortedDictionary<char, SymbolicInteger>();
        for (int i = 0; i < node.Inputs; i++)
        {
            var shape = node.In(i).Shape!;
            for (int k = 0; k < shape.Length; k++)
            {
                char letter = equation.Terms[i][k];
                sizes[letter] = sizes.TryGetValue(letter, out var known) && !known.IsOne ? known : shape[k];
            }
        }

        return [.. equation.Output.Select(c => sizes[c])];
    }
}
