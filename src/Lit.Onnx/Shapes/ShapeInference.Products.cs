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
        string equation = node.Proto.Text("equation").Replace(" ", string.Empty, StringComparison.Ordinal);
        string[] sides = equation.Split("->");
        string[] terms = sides[0].Split(',');
        if (equation.Contains('.', StringComparison.Ordinal) || terms.Length != node.Inputs)
        {
            return null;
        }

        var sizes = new SortedDictionary<char, SymbolicInteger>();
        var uses = new Dictionary<char, int>();
        for (int i = 0; i < terms.Length; i++)
        {
            if (node.In(i).Shape is not { } shape || shape.Length != terms[i].Length)
            {
                return null;
            }

            for (int k = 0; k < shape.Length; k++)
            {
                char letter = terms[i][k];
                sizes[letter] = sizes.TryGetValue(letter, out var known) && !known.IsOne ? known : shape[k];
                uses[letter] = uses.GetValueOrDefault(letter) + 1;
            }
        }

        string output = sides.Length > 1 ? sides[1] : string.Concat(sizes.Keys.Where(c => uses[c] == 1));
        return output.All(sizes.ContainsKey) ? [.. output.Select(c => sizes[c])] : null;
    }
}
