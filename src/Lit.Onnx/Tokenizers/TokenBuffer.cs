namespace Lit.Onnx.Tokenizers;

/// <summary>A growing list of tokens that is filled again and again without new allocations.</summary>
/// <remarks>Not safe for concurrent callers; use one a thread.</remarks>
internal sealed class TokenBuffer
{
    private const int InitialCapacity = 128;

    private int[] _ids = new int[InitialCapacity];
    private int[] _words = new int[InitialCapacity];
    private TokenOffset[] _offsets = new TokenOffset[InitialCapacity];

    /// <summary>The number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>The ids of the tokens.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>The places of the tokens in the text.</summary>
    public ReadOnlySpan<TokenOffset> Offsets => _offsets.AsSpan(0, Count);

    /// <summary>For each token the number of its word, counted from 0.</summary>
    public ReadOnlySpan<int> WordIds => _words.AsSpan(0, Count);

    internal NormalizedText Normalized { get; } = new();

    internal int Capacity => _ids.Length;

    /// <summary>Appends a token.</summary>
    /// <param name="id">The id.</param>
    /// <param name="start">The first UTF-16 character.</param>
    /// <param name="end">The character after the last.</param>
    /// <param name="word">The number of the word.</param>
    public void Add(int id, int start, int end, int word)
    {
        int count = Count;
        if (count == _ids.Length)
        {
            Grow();
        }

        _ids[count] = id;
        _offsets[count] = new(start, end);
        _words[count] = word;
        Count = count + 1;
    }

    /// <summary>Removes all tokens; keeps the memory.</summary>
    public void Clear() => Count = 0;

    internal void Truncate(int count) => Count = count;

    internal void SetWord(int from, int word) => _words.AsSpan(from, Count - from).Fill(word);

    private void Grow()
    {
        int capacity = _ids.Length * 2;
        Array.Resize(ref _ids, capacity);
        Array.Resize(ref _offsets, capacity);
        Array.Resize(ref _words, capacity);
    }
}
