using Lit.Onnx.Graph;

namespace Lit.Onnx.Shapes;

/// <content>Operators that ONNX Runtime adds, quantised operators and classical models.</content>
internal sealed partial class ShapeInference
{
    private ValueFacts[] DeriveMicrosoft(NodeView node)
    {
        var x = node.In(0);
        var same = x with { Content = null };
        switch (node.Op)
        {
            case "Gelu" or "FastGelu" or "QuickGelu" or "BiasGelu" or "RotaryEmbedding" or "GroupNorm" or "BiasSoftmax" or "Inverse"
                or "Trilu" or "QLinearSigmoid" or "QLinearLeakyRelu" or "QLinearSoftmax" or "SimplifiedLayerNormalization" or "LayerNormalization":
                return [same];
            case "BiasAdd" or "SkipGroupNorm":
                return [same, same];
            case "SkipLayerNormalization" or "SkipSimplifiedLayerNormalization":
                return [same, .. Statistics(node), same];
            case "BiasSplitGelu":
                return [new(x.Type, x.Shape is [.. var front, var width] ? [.. front, SymbolicInteger.Divide(width, 2)] : null)];
            case "FusedMatMul" or "TransposeMatMul" or "FusedMatMulActivation":
                return [new(x.Type, Product(
                    Turned(x.Shape, node.Proto.Int("transA") != 0, node.Proto.Int("transBatchA") != 0),
                    Turned(node.In(1).Shape, node.Proto.Int("transB") != 0, node.Proto.Int("transBatchB") != 0)))];
            case "FusedGemm":
                return [new(x.Type, GemmShape(node, 1))];
            case "QGemm":
                return [new(node.Has(7) ? x.Type : node.In(1).Type, GemmShape(node, 3))];
            case "FusedConv":
                return [new(x.Type, Convolved(node))];
            case "NhwcConv" or "NhwcFusedConv":
                return [new(x.Type, x.Rank is { } rank ? [x.Shape![0], .. FreshSizes(rank - 2), node.In(1).Shape?[0] ?? Fresh()] : null)];
            case "MatMulNBits" or "MatMulBnb4" or "MatMulFpQ4":
                return [new(x.Type, x.Shape is [.. var rows, _] ? [.. rows, node.Proto.Int("N")] : null)];
            case "DynamicQuantizeMatMul":
                return [new(OnnxElementType.Float, Product(x.Shape, node.In(1).Shape))];
            case "MatMulIntegerToFloat":
                return [new(node.In(2).Type, Product(x.Shape, node.In(1).Shape))];
            case "QLinearAdd" or "QLinearMul":
                return [new(x.Type, Broadcast(x.Shape, node.In(3).Shape))];
            case "QLinearAveragePool":
                return [new(x.Type, Pooled(node))];
            case "QLinearGlobalAveragePool":
                return [new(x.Type, x.Shape?.Select((d, i) => i < 2 ? d : 1).ToArray())];
            case "QLinearReduceMean":
                return [new(x.Type, Reduced(node, node.Proto.Ints("axes"), axesGiven: false))];
            case "QLinearConcat":
                return [new(node.In(2).Type, node.In(2).Rank is { } joined ? FreshShape(joined) : null)];
            case "QuantizeLinear" or "DequantizeLinear":
                return DeriveQuantized(node) ?? [];
            case "Attention" or "MultiHeadAttention" or "GroupQueryAttention":
                return DeriveRuntimeAttention(node);
            default:
                return [];
        }
    }

    private static SymbolicInteger[]? Turned(SymbolicInteger[]? shape, bool transposed, bool movedBatch)
    {
        if (shape is null || shape.Length < 2)
        {
            return shape;
        }

        var result = movedBatch && shape.Length > 2 ? [.. shape[1..^1], shape[0], shape[^1]] : (SymbolicInteger[])shape.Clone();
        if (transposed)
        {
            (result[^1], result[^2]) = (result[^2], result[^1]);
        }

        return result;
    }

    private SymbolicInteger[]? GemmShape(NodeView node, int second) =>
        node.In(0).Shape is [var a0, var a1] && node.In(second).Shape is [var b0, var b1]
            ? [node.Proto.Int("transA") != 0 ? a1 : a0, node.Proto.Int("transB") != 0 ? b0 : b1]
            : FreshShape(2);

    private ValueFacts[] DeriveRuntimeAttention(NodeView node)
    {
        var x = node.In(0);
        if (x.Shape is not [var batch, var tokens, ..])
        {
            return [new(x.Type, null)];
        }

        SymbolicInteger width = node.Op switch
        {
            "Attention" when node.Proto.Ints("qkv_hidden_sizes") is [_, _, var values] => values,
            "Attention" => node.In(1).Shape is [_, var all] ? SymbolicInteger.Divide(all, 3) : Fresh(),
            "GroupQueryAttention" when !node.Has(1) => x.Shape is [_, _, { Constant: { } packed }]
                ? packed / (node.Proto.Int("num_heads", 1) + (2 * node.Proto.Int("kv_num_heads", 1))) * node.Proto.Int("num_heads", 1)
                : Fresh(),
            "GroupQueryAttention" => x.Shape[2],
            _ => node.In(2).Shape switch
            {
                [_, _, var flat] => flat,
                [_, var heads, _, var each] => heads * each,
                _ => x.Shape switch
                {
                    [_, _, var heads, _, var each] => heads * each,
                    [_, _, var flat] => flat,
                    _ => Fresh(),
                },
            },
        };
        var result = new ValueFacts(x.Type, [batch, tokens, width]);
        var cache = node.Op == "Attention"
            ? new ValueFacts(x.Type, FreshShape(5))
            : new ValueFacts(x.Type, [batch, .. FreshSizes(3)]);
        return [result, cache, cache, new(x.Type, FreshShape(4))];
    }

    private static ValueFacts[]? DeriveQuantized(NodeView node)
    {
        var x = node.In(0);
        switch (node.Op)
        {
            case "QuantizeLinear":
                long named = node.Proto.Int("output_dtype");
                return [new(node.Has(2) ? node.In(2).Type : named > 0 ? (OnnxElementType)named : OnnxElementType.UInt8, x.Shape)];
            case "DequantizeLinear":
                return [new(node.In(1).Type, x.Shape)];
            case "DynamicQuantizeLinear":
                return [new(OnnxElementType.UInt8, x.Shape), new(OnnxElementType.Float, []), new(OnnxElementType.UInt8, [])];
            case "MatMulInteger":
                return [new(OnnxElementType.Int32, Product(x.Shape, node.In(1).Shape))];
            case "QLinearMatMul":
                return [new(node.In(7).Type, Product(x.Shape, node.In(3).Shape))];
            case "ConvInteger":
                return [new(OnnxElementType.Int32, Convolved(node))];
            case "QLinearConv":
                return [new(node.In(7).Type, Convolved(node, 3))];
            default:
                return null;
        }
    }

    private ValueFacts[] DeriveClassical(NodeView node)
    {
        var x = node.In(0);
        SymbolicInteger rows = x.Shape is [var first, ..] ? first : Fresh();
        switch (node.Op)
        {
            case "Scaler" or "Normalizer":
                return [new(OnnxElementType.Float, x.Shape)];
            case "Binarizer" or "Imputer":
                return [x with { Content = null }];
            case "LinearRegressor":
                return [new(OnnxElementType.Float, [rows, node.Proto.Int("targets", 1)])];
            case "SVMRegressor":
                return [new(OnnxElementType.Float, [rows, 1])];
            case "LinearClassifier":
                int labels = node.Proto.Ints("classlabels_ints")?.Length ?? node.Proto.Find("classlabels_strings")?.Strings.Count ?? 0;
                return
                [
                    new(node.Proto.Find("classlabels_strings") is { Strings.Count: > 0 } ? OnnxElementType.String : OnnxElementType.Int64, [rows]),
                    new(OnnxElementType.Float, [rows, labels > 0 ? labels : Fresh()]),
                ];
            case "FeatureVectorizer":
                return [new(OnnxElementType.Float, [rows, node.Proto.Ints("inputdimensions") is { } sizes ? sizes.Sum() : Fresh()])];
            case "ArrayFeatureExtractor":
                return [new(x.Type, x.Shape is [.. var front, _]
                    ? [.. front.Length == 0 ? [1] : front, node.In(1).Shape is { } picked ? SymbolicInteger.Product(picked) : Fresh()]
                    : null)];
            case "TreeEnsembleClassifier" or "SVMClassifier":
                return [ValueFacts.Unknown, new(OnnxElementType.Float, [rows, Fresh()])];
            case "TreeEnsembleRegressor":
                return [new(OnnxElementType.Float, [rows, node.Proto.Int("n_targets", 1)])];
            default:
                return [];
        }
    }
}
