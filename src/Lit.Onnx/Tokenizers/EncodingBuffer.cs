namespace Lit.Onnx.Tokenizers;

/// <summary>An encoding whose memory is used again for the next text: the hot path allocates nothing a text.</summary>
/// <remarks>Not safe for concurrent callers; use one a thread. The spans are valid until the next encoding.</remarks>
public sealed class EncodingBuffer
{
    private int[] _ids = [];
    private int[] _typeIds = [];
    private int[] _wordIds = [];
    private sbyte[] _sequenceIds = [];
    private TokenOffset[] _offsets = [];

    /// <summary>The number of tokens, special tokens included.</summary>
    public int Count { get; private set; }

    /// <summary>The ids.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>The type ids: by the usual template 0 for the first text and 1 for the second.</summary>
    public ReadOnlySpan<int> TypeIds => _typeIds.AsSpan(0, Count);

    /// <summary>The places of the tokens in their text; empty at 0 for special tokens.</summary>
    public ReadOnlySpan<TokenOffset> Offsets => _offsets.AsSpan(0, Count);

    /// <summary>For each token the number of its word in its text, and -1 for special tokens.</summary>
    public ReadOnlySpan<int> WordIds => _wordIds.AsSpan(0, Count);

    /// <summary>For each token the text that it is from, 0 or 1, and -1 for special tokens.</summary>
    public ReadOnlySpan<sbyte> SequenceIds => _sequenceIds.AsSpan(0, Count);

    /// <summary>How many tokens of the first text were cut off.</summary>
    public int DroppedFirst { get; private set; }

    /// <summary>How many tokens of the second text were cut off.</summary>
    public int DroppedSecond { get; private set; }

    /// <summary>Whether a token was cut off.</summary>
    public bool IsTruncated => DroppedFirst + DroppedSecond > 0;

    internal TokenBuffer First { get; } = new();

    internal TokenBuffer Second { get; } = new();

    internal int Capacity => Math.Max(_ids.Length, Math.Max(First.Capacity, Second.Capacity));

    /// <summary>Puts windows of both texts and the special tokens together.</summary>
    internal void Assemble(EncodingTemplate template, bool pair, bool special, Range first, Range second)
    {
        var pieces = pair ? template.Pair : template.Single;
        var (firstStart, firstCount) = first.GetOffsetAndLength(First.Count);
        var (secondStart, secondCount) = pair ? second.GetOffsetAndLength(Second.Count) : (0, 0);
        DroppedFirst = First.Count - firstCount;
        DroppedSecond = pair ? Second.Count - secondCount : 0;
        Reserve(firstCount + secondCount + pieces.Count);
        Count = 0;
        for (int i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (piece.Sequence == 0)
            {
                Append(First, firstStart, firstCount, piece);
            }
            else if (piece.Sequence == 1)
            {
                Append(Second, secondStart, secondCount, piece);
            }
            else if (special)
            {
                AppendSpecial(piece);
            }
        }
    }

    private void Append(TokenBuffer from, int start, int count, EncodingTemplate.Piece piece)
    {
        from.Ids.Slice(start, count).CopyTo(_ids.AsSpan(Count));
        from.Offsets.Slice(start, count).CopyTo(_offsets.AsSpan(Count));
        from.WordIds.Slice(start, count).CopyTo(_wordIds.AsSpan(Count));
        _typeIds.AsSpan(Count, count).Fill(piece.TypeId);
        _sequenceIds.AsSpan(Count, count).Fill((sbyte)piece.Sequence);
        Count += count;
    }

    private void AppendSpecial(EncodingTemplate.Piece piece)
    {
        _ids[Count] = piece.Id;
        _offsets[Count] = default;
        _wordIds[Count] = -1;
        _typeIds[Count] = piece.TypeId;
        _sequenceIds[Count] = -1;
        Count++;
    }

    private void Reserve(int count)
    {
        if (count > _ids.Length)
        {
            int capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 64));
            _ids = new int[capacity];
            _typeIds = new int[capacity];
            _wordIds = new int[capacity];
            _sequenceIds = new sbyte[capacity];
            _offsets = new TokenOffset[capacity];
        }
    }
}
