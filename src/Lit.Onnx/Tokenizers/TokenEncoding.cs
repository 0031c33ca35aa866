using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lit.Onnx.Tokenizers;

/// <summary>The tokens of a text or a pair of texts, as a model takes them; entries of all lists belong together.</summary>
public sealed class TokenEncoding
{
    private readonly Func<TokenEncoding, IReadOnlyList<string>> _name;

    internal TokenEncoding(EncodingBuffer buffer, Func<TokenEncoding, IReadOnlyList<string>> name)
    {
        _name = name;
        Ids = [.. buffer.Ids];
        TypeIds = [.. buffer.TypeIds];
        Offsets = [.. buffer.Offsets];
        WordIds = [.. buffer.WordIds];
        SequenceIds = [.. buffer.SequenceIds];
        AttentionMask = Repeat((sbyte)1, buffer.Count);
        DroppedFirst = buffer.DroppedFirst;
        DroppedSecond = buffer.DroppedSecond;
    }

    private TokenEncoding(TokenEncoding source, int pads, Padding padding, int padId)
    {
        bool left = padding.Side == TextEnd.Left;
        _name = source._name;
        Ids = Fill(source.Ids, padId, pads, left);
        TypeIds = Fill(source.TypeIds, padding.TypeId, pads, left);
        Offsets = Fill(source.Offsets, default, pads, left);
        WordIds = Fill(source.WordIds, -1, pads, left);
        SequenceIds = Fill(source.SequenceIds, (sbyte)-1, pads, left);
        AttentionMask = Fill(source.AttentionMask, (sbyte)0, pads, left);
        DroppedFirst = source.DroppedFirst;
        DroppedSecond = source.DroppedSecond;
    }

    /// <summary>The number of tokens, special tokens and padding included.</summary>
    public int Count => Ids.Length;

    /// <summary>The ids.</summary>
    public ImmutableArray<int> Ids { get; }

    /// <summary>The type ids: by the usual template 0 for the first text and 1 for the second.</summary>
    public ImmutableArray<int> TypeIds { get; }

    /// <summary>The places of the tokens in the string they are from; empty at 0 for special tokens.</summary>
    /// <remarks>
    /// Offsets need not cover the text: blanks, control characters and stripped accents lie between tokens. Tokens that were
    /// one character together have its range each.
    /// </remarks>
    public ImmutableArray<TokenOffset> Offsets { get; }

    /// <summary>For each token the number of its word in its text, from 0; -1 for special tokens and padding.</summary>
    public ImmutableArray<int> WordIds { get; }

    /// <summary>For each token the text that it is from, 0 or 1; -1 for special tokens and padding.</summary>
    public ImmutableArray<sbyte> SequenceIds { get; }

    /// <summary>1 for tokens, 0 for padding.</summary>
    public ImmutableArray<sbyte> AttentionMask { get; }

    /// <summary>The tokens as text; the first piece of a word as it is, further pieces as the vocabulary writes them.</summary>
    public IReadOnlyList<string> Tokens => field ??= _name(this);

    /// <summary>How many tokens of the first text were cut off.</summary>
    public int DroppedFirst { get; }

    /// <summary>How many tokens of the second text were cut off.</summary>
    public int DroppedSecond { get; }

    /// <summary>How many tokens were cut off.</summary>
    public int Dropped => DroppedFirst + DroppedSecond;

    /// <summary>Whether a token was cut off.</summary>
    public bool IsTruncated => Dropped > 0;

    /// <summary>Whether a token was added around the text: a special token of the template, or padding.</summary>
    /// <param name="index">The position of the token.</param>
    /// <remarks>False for the text "[CLS]" written by the caller, although its id is that of the special token.</remarks>
    public bool IsSpecial(int index) => SequenceIds[index] < 0;

    /// <summary>Fills the encoding up with padding.</summary>
    /// <param name="length">The length to reach; an encoding that is as long or longer is returned as it is.</param>
    /// <param name="padding">The side and the type id.</param>
    /// <param name="padId">The id of the padding token.</param>
    internal TokenEncoding PadTo(int length, Padding padding, int padId)
        => length <= Count ? this : new(this, length - Count, padding, padId);

    private static ImmutableArray<T> Fill<T>(ImmutableArray<T> source, T value, int count, bool left)
    {
        var result = new T[source.Length + count];
        source.CopyTo(result, left ? count : 0);
        result.AsSpan(left ? 0 : source.Length, count).Fill(value);
        return ImmutableCollectionsMarshal.AsImmutableArray(result);
    }

    private static ImmutableArray<T> Repeat<T>(T value, int count)
    {
        var result = new T[count];
        result.AsSpan().Fill(value);
        return ImmutableCollectionsMarshal.AsImmutableArray(result);
    }
}
