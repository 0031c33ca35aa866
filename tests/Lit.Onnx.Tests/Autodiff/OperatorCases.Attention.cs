using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff;

/// <content>Attention in all its spellings, and rotary positions.</content>
internal static partial class OperatorCases
{
    private static IEnumerable<OperatorCase> Attention =>
    [
        Attend("of heads", 23, [X(2, 4, 3, 4), X(2, 4, 5, 4), X(2, 4, 5, 2)]),
        Attend("a mask of truth values", 23, [X(2, 4, 3, 4), X(2, 4, 5, 4), X(2, 4, 5, 4), Booleans([1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1], 3, 5)]),
        Attend("a mask of numbers", 23, [X(2, 4, 3, 4), X(2, 4, 5, 4), X(2, 4, 5, 4), X(2, 1, 3, 5)]),
        Attend("causal", 23, [X(1, 2, 4, 4), X(1, 2, 4, 4), X(1, 2, 4, 4)], n => n.Set("is_causal", 1L)),
        Attend("grouped heads", 23, [X(1, 4, 3, 4), X(1, 2, 5, 4), X(1, 2, 5, 4)]),
        Attend("grouped heads in one dimension", 23, [X(1, 3, 16), X(1, 5, 8), X(1, 5, 8)], n => { n.Set("q_num_heads", 4L); n.Set("kv_num_heads", 2L); }),
        Attend("a cache", 23, [X(1, 2, 3, 4), X(1, 2, 3, 4), X(1, 2, 3, 4), null, X(1, 2, 2, 4), X(1, 2, 2, 4)], outputs: 3),
        Attend("keys of a cache", 23, [Given(X(1, 2, 3, 4)), X(1, 2, 3, 4), Given(X(1, 2, 3, 4)), null, X(1, 2, 2, 4), Given(X(1, 2, 2, 4))], outputs: 3, output: 1),
        Attend("causal with a cache", 24, [X(1, 2, 3, 4), X(1, 2, 3, 4), X(1, 2, 3, 4), null, X(1, 2, 2, 4), X(1, 2, 2, 4)], n => n.Set("is_causal", 1L), outputs: 3),
        Attend("a scale and a limit", 23, [X(1, 2, 3, 4), X(1, 2, 3, 4), X(1, 2, 3, 4)], n => { n.Set("scale", 0.3f); n.Set("softcap", 2f); }),
        Attend("a limit and a mask", 23, [X(1, 2, 3, 4), X(1, 2, 3, 4), X(1, 2, 3, 4), X(3, 3)], n => n.Set("softcap", 2f)),
        Attend("a precise softmax", 23, [X(1, 2, 3, 4), X(1, 2, 3, 4), X(1, 2, 3, 4)], n => n.Set("softmax_precision", 1L)),
        .. from mode in (long[])[0, 1, 2, 3]
           select Attend(
               $"its products, mode {mode}",
               23,
               [X(1, 2, 3, 4), X(1, 2, 3, 4), Given(X(1, 2, 3, 4)), mode <= 1 ? Given(X(3, 3)) : X(3, 3)],
               n => { n.Set("qk_matmul_output_mode", mode); n.Set("softcap", 3f); },
               outputs: 4,
               output: 3),
        Attend("lengths of keys", 24, [X(2, 2, 3, 4), X(2, 2, 5, 4), X(2, 2, 5, 4), null, null, null, Fed([4, 5])]),
        Rotate("halves", 23, [X(1, 2, 3, 6), Small(1, 3, 3), Small(1, 3, 3)]),
        Rotate("neighbours", 23, [X(1, 2, 3, 6), Small(1, 3, 3), Small(1, 3, 3)], n => n.Set("interleaved", 1L)),
        Rotate("positions, part of the width", 23, [X(2, 2, 3, 8), Small(9, 2), Small(9, 2), Fed([0, 1, 2, 3, 5, 8], 2, 3)], n => n.Set("rotary_embedding_dim", 4L)),
        Rotate("heads in one dimension", 23, [X(1, 3, 12), Small(1, 3, 3), Small(1, 3, 3)], n => n.Set("num_heads", 2L)),
        new("RotaryEmbedding", "of the runtime", X(2, 3, 12), Fed([0, 1, 2, 1, 2, 3], 2, 3), Fixed(Small(9, 3)), Fixed(Small(9, 3))) { Single = true, Domain = Operators.Microsoft },
        new("RotaryEmbedding", "of the runtime, from a position on", X(2, 2, 3, 6), Fed([2]), Fixed(Small(9, 3)), Fixed(Small(9, 3))) { Single = true, Domain = Operators.Microsoft, Attributes = n => n.Set("interleaved", 1L) },
        Fuse("Attention", "of the runtime", [X(2, 3, 4), Small(4, 12), Small(12)], Heads2),
        Fuse("Attention", "of the runtime, causal, scale", [X(2, 3, 4), Small(4, 12), Small(12)], n => { Heads2(n); n.Set("unidirectional", 1L); n.Set("scale", 0.4f); }),
        Fuse("Attention", "of the runtime, a mask of tokens", [X(2, 3, 4), Small(4, 12), Small(12), Whole([1, 1, 0, 1, 1, 1], 2, 3)], Heads2),
        Fuse("Attention", "of the runtime, lengths", [X(2, 3, 4), Small(4, 12), Small(12), Whole([2, 3], 2)], Heads2, freeShapes: false),
        Fuse("Attention", "of the runtime, ends and starts", [X(2, 3, 4), Small(4, 12), Small(12), Whole([2, 3, 0, 1], 4)], Heads2, freeShapes: false),
        Fuse("Attention", "of the runtime, a mask of pairs, a bias", [X(2, 3, 4), Small(4, 12), Small(12), Whole([1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1], 2, 3, 3), null, X(1, 2, 3, 3)], Heads2),
        Fuse("Attention", "of the runtime, wide values", [X(2, 3, 4), Small(4, 14), Small(14)], n => { Heads2(n); n.Set("qkv_hidden_sizes", [4, 4, 6]); }),
        Fuse("Attention", "of the runtime, a cache", [X(2, 3, 4), Small(4, 12), Small(12), null, X(2, 2, 2, 2, 2)], n => { Heads2(n); n.Set("unidirectional", 1L); }, outputs: 2),
        Fuse("MultiHeadAttention", "", [X(2, 3, 4), X(2, 5, 4), X(2, 5, 6)], Heads2),
        Fuse("MultiHeadAttention", "bias, mask of keys", [X(2, 3, 4), X(2, 5, 4), X(2, 5, 4), X(12), Whole([1, 1, 0, 1, 1, 1, 1, 1, 1, 0], 2, 5)], Heads2),
        Fuse("MultiHeadAttention", "a bias of scores, causal", [X(2, 3, 4), X(2, 3, 4), X(2, 3, 4), null, null, X(1, 2, 3, 3)], n => { Heads2(n); n.Set("unidirectional", 1L); }),
        Fuse("MultiHeadAttention", "a cache", [X(2, 3, 4), X(2, 3, 4), X(2, 3, 4), null, null, null, X(2, 2, 2, 2), X(2, 2, 2, 2)], Heads2, outputs: 3),
        Fuse("MultiHeadAttention", "keys of another length in heads", [X(2, 3, 4), X(2, 2, 5, 2), X(2, 2, 5, 2)], Heads2),
        Fuse("MultiHeadAttention", "packed", [X(2, 3, 2, 3, 2)], Heads2) with { HasNoKernel = true },
        Fuse("MultiHeadAttention", "packed keys", [X(2, 3, 4), X(2, 5, 2, 2, 2)], Heads2) with { HasNoKernel = true },
        Group("", [X(2, 3, 32), X(2, 3, 16), X(2, 3, 16), null, null, Whole([2, 2], 2), Whole1(3)]),
        Group("packed, a limit, rotated", [X(1, 3, 128), null, null, null, null, Whole([2], 1), Whole1(3), Fixed(Small(8, 8)), Fixed(Small(8, 8))], n => { n.Set("do_rotary", 1L); n.Set("softcap", 3f); }),
        Group("a window", [X(1, 5, 32), X(1, 5, 16), X(1, 5, 16), null, null, Whole([4], 1), Whole1(5)], n => n.Set("local_window_size", 2L)),
        Group("a smooth softmax", [X(1, 3, 32), X(1, 3, 16), X(1, 3, 16), null, null, Whole([2], 1), Whole1(3)], n => n.Set("smooth_softmax", 1L)),
    ];

    private static void Heads2(NodeProto node) => node.Set("num_heads", 2L);

    private static OperatorCase Attend(string what, int opset, Argument?[] arguments, Action<NodeProto>? attributes = null, int outputs = 1, int output = 0) =>
        new("Attention", what, arguments) { Opset = opset, Single = true, Attributes = attributes ?? (_ => { }), Outputs = outputs, Output = output };

    private static OperatorCase Rotate(string what, int opset, Argument?[] arguments, Action<NodeProto>? attributes = null) =>
        new("RotaryEmbedding", what, arguments) { Opset = opset, Single = true, Attributes = attributes ?? (_ => { }) };

    private static OperatorCase Fuse(string op, string what, Argument?[] arguments, Action<NodeProto>? attributes = null, int outputs = 1, bool freeShapes = true) =>
        new(op, what, arguments)
        {
            Domain = Operators.Microsoft,
            Single = true,
            Attributes = attributes ?? (_ => { }),
            Outputs = outputs,
            NeedsSizes = !freeShapes,
        };

    private static OperatorCase Group(string what, Argument?[] arguments, Action<NodeProto>? attributes = null) => Fuse(
        "GroupQueryAttention",
        what,
        arguments,
        n =>
        {
            n.Set("num_heads", 4L);
            n.Set("kv_num_heads", 2L);
            attributes?.Invoke(n);
        },
        outputs: 3);

    private static Argument Whole(double[] values, params long[] shape) => new(new(values, shape), OnnxElementType.Int32);

    private static Argument Whole1(double value) => new(new([value], []), OnnxElementType.Int32, IsConstant: true);

    /// <summary>Fed, and not differentiated.</summary>
    private static Argument Given(Argument argument) => argument with { Type = OnnxElementType.Float };

    private static Argument Fixed(Argument argument) => argument with { IsConstant = true };
}
