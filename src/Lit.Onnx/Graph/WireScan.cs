namespace Lit.Onnx.Graph;

/// <summary>Reads the bytes of a file without making anything of them, to see how much memory they would take.</summary>
/// <remarks>
/// A node without content is two bytes in a file and more than a hundred in memory. A file that claims more than
/// <see cref="OnnxLimits"/> allow is refused here, before any of that memory is asked for.
/// </remarks>
internal ref struct WireScan
{
    private const int MaxDepth = 100;
    private const long MessageBytes = 160;
    private const long TextBytes = 48;
    private const long NumberBytes = 8;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _file;
    private readonly OnnxLimits _limits;
    private int _at;
    private int _nodes;
    private int _tensors;
    private long _memory;

    private WireScan(ReadOnlySpan<byte> bytes, string file, OnnxLimits limits)
    {
        _bytes = bytes;
        _file = file;
        _limits = limits;
    }

    private enum Message
    {
        None,
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        Sparse,
        ValueInfo,
        Type,
        TensorType,
        Sequence,
        Map,
        Shape,
        Function,
        Training,
        Other,
    }

    /// <exception cref="OnnxModelException">The file is past a limit, or its bytes are cut off.</exception>
    public static void Check(ReadOnlySpan<byte> bytes, string file, OnnxLimits limits) => new WireScan(bytes, file, limits).Run();

    /// <summary>The kind of message that a field holds.</summary>
    private static Message Child(Message parent, uint field) => (parent, field) switch
    {
        (Message.Model, 7) => Message.Graph,
        (Message.Model, 8 or 14 or 26) => Message.Other,
        (Message.Model, 20) => Message.Training,
        (Message.Model, 25) => Message.Function,
        (Message.Training, 1 or 2) => Message.Graph,
        (Message.Training, 3 or 4) => Message.Other,
        (Message.Graph, 1) or (Message.Function, 7) => Message.Node,
        (Message.Graph, 5) => Message.Tensor,
        (Message.Graph, 11 or 12 or 13) or (Message.Function, 12) => Message.ValueInfo,
        (Message.Graph, 14 or 16) or (Message.Function, 9 or 14) => Message.Other,
        (Message.Graph, 15) => Message.Sparse,
        (Message.Function, 11) or (Message.Node, 5) => Message.Attribute,
        (Message.Node, 9 or 10) => Message.Other,
        (Message.Attribute, 5 or 10) => Message.Tensor,
        (Message.Attribute, 6 or 11) => Message.Graph,
        (Message.Attribute, 14 or 15) => Message.Type,
        (Message.Attribute, 22 or 23) => Message.Sparse,
        (Message.Tensor, 3 or 13 or 16) => Message.Other,
        (Message.Sparse, 1 or 2) => Message.Tensor,
        (Message.ValueInfo, 2) => Message.Type,
        (Message.ValueInfo, 4) => Message.Other,
        (Message.Type, 1 or 8) => Message.TensorType,
        (Message.Type, 4 or 9) => Message.Sequence,
        (Message.Type, 5) => Message.Map,
        (Message.Type, 7) => Message.Other,
        (Message.Sequence, 1) or (Message.Map, 2) => Message.Type,
        (Message.TensorType, 2) => Message.Shape,
        (Message.Shape, 1) => Message.Other,
        _ => Message.None,
    };

    /// <summary>Bytes in memory for each byte of a field that holds no message.</summary>
    private static long Growth(Message parent, uint field) => (parent, field) switch
    {
        // Values as bytes, or as numbers of a fixed width, take what they take in the file, which has a limit of its own.
        (Message.Tensor, 4 or 9 or 10) => 0,
        (Message.Tensor, 1 or 5 or 7 or 11) or (Message.Attribute, 8) => NumberBytes,
        (Message.Attribute, 4 or 7) => 1,
        _ => 2,
    };

    private void Run()
    {
        var open = new Stack<(Message Kind, int End)>();
        open.Push((Message.Model, _bytes.Length));
        while (open.TryPeek(out var message))
        {
            if (_at > message.End)
            {
                throw Truncated();
            }

            if (_at == message.End)
            {
                open.Pop();
                continue;
            }

            ulong tag = Varint();
            uint field = (uint)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    Varint();
                    Claim(NumberBytes);
                    break;
                case 1:
                    Skip(8, message.End);
                    Claim(NumberBytes);
                    break;
                case 5:
                    Skip(4, message.End);
                    Claim(NumberBytes);
                    break;
                case 2:
                    ulong length = Varint();
                    if (_at > message.End || length > (ulong)(message.End - _at))
                    {
                        throw Truncated();
                    }

                    var child = Child(message.Kind, field);
                    Enter(child, message.Kind, field, (int)length);
                    if (child == Message.None)
                    {
                        _at += (int)length;
                        break;
                    }

                    open.Push((child, _at + (int)length));
                    if (open.Count > MaxDepth)
                    {
                        throw Refuse("file", $"expected at most {MaxDepth} messages within messages, found more.");
                    }

                    break;
                default:
                    // Groups and bytes that mean nothing are for the parser to tell.
                    return;
            }
        }
    }

    private void Enter(Message child, Message parent, uint field, int length)
    {
        switch (child)
        {
            case Message.None:
                Claim(TextBytes + (Growth(parent, field) * length));
                return;
            case Message.Node when ++_nodes > _limits.Nodes:
                throw Refuse("graph", $"expected at most {_limits.Nodes:N0} nodes, found more. Raise {nameof(OnnxLimits)} if you trust the file.");
            case Message.Tensor when parent == Message.Graph && ++_tensors > _limits.Tensors:
                throw Refuse("graph", $"expected at most {_limits.Tensors:N0} constants, found more. Raise {nameof(OnnxLimits)} if you trust the file.");
            default:
                Claim(MessageBytes);
                return;
        }
    }

    private void Claim(long memory)
    {
        _memory += memory;
        if (_memory > _limits.StructureBytes)
        {
            throw Refuse(
                "file",
                $"expected nodes, names, shapes and attributes that fit into {_limits.StructureBytes:N0} bytes of memory, found more. "
                + $"Raise {nameof(OnnxLimits)}.{nameof(OnnxLimits.StructureBytes)} if you trust the file.");
        }
    }

    private void Skip(int count, int end)
    {
        if (count > end - _at)
        {
            throw Truncated();
        }

        _at += count;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (_at >= _bytes.Length)
            {
                throw Truncated();
            }

            byte next = _bytes[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Refuse("file", "expected an ONNX model, found bytes that do not parse (a number of more than ten bytes).");
    }

    private readonly OnnxModelException Truncated() => Refuse(
        "file",
        "expected an ONNX model, found bytes that do not parse (a length that reaches past the end). "
        + "The file may be cut off: download or export it again.");

    private readonly OnnxModelException Refuse(string place, string reason) => new(_file, place, reason);
}
