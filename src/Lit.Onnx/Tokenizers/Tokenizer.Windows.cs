namespace Lit.Onnx.Tokenizers;

public abstract partial class Tokenizer
{
    /// <summary>Encodes a text that is longer than the model takes as windows, so that nothing is lost.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text; null for a single text.</param>
    /// <param name="options">Special tokens, and the truncation that says how long a window is.</param>
    /// <param name="stride">How many tokens a window repeats of the one before.</param>
    /// <returns>
    /// The encoding that <see cref="Encode(string, string?, EncodingOptions)"/> gives, then the rest, one window at a time when
    /// the caller asks for it. For a pair every window of the text meets every window of the second text. Where the special
    /// tokens leave no room at all, the one window after the first holds what is left, and is longer than asked for.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is no truncation, its maximum length is below the number of special tokens, or the stride is not below the room
    /// that a window has for a text that is cut.
    /// </exception>
    public IEnumerable<TokenEncoding> EncodeWindows(string text, string? textPair, EncodingOptions options, int stride)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        var truncation = options.Truncation ?? throw new ArgumentException(
            "Expected options with a Truncation, which says how long a window is; found none.", nameof(options));

        var buffer = new EncodingBuffer();
        bool pair = textPair is not null;
        TokenizeBoth(text, textPair, buffer);
        var (keepFirst, keepSecond) = truncation.Keep(
            buffer.First.Count,
            pair ? buffer.Second.Count : -1,
            SpecialTokens(pair, options));
        var first = Cut(buffer.First.Count, keepFirst, stride, truncation.Side);
        var second = Cut(buffer.Second.Count, Math.Max(0, keepSecond), stride, truncation.Side);
        return Iterate();

        IEnumerable<TokenEncoding> Iterate()
        {
            yield return Window(first[0], second[0]);
            foreach (var window in first.Skip(1))
            {
                foreach (var other in second)
                {
                    yield return Window(window, other);
                }
            }

            foreach (var other in second.Skip(1))
            {
                yield return Window(first[0], other);
            }
        }

        TokenEncoding Window(Range ofFirst, Range ofSecond)
        {
            buffer.Assemble(_template, pair, options.AddSpecialTokens, ofFirst, ofSecond);
            return new(buffer, e => NamesOf(e, [text, textPair ?? ""], byWord: false));
        }
    }

    private static List<Range> Cut(int count, int room, int stride, TextEnd side)
    {
        if (count <= room)
        {
            return [Range.All];
        }

        if (room == 0)
        {
            return [Range.EndAt(0), Range.All];
        }

        if (stride >= room)
        {
            throw new ArgumentException(
                $"Expected a stride below the {room} tokens that a window has for the text; found {stride}.", nameof(stride));
        }

        var windows = new List<Range>();
        for (int at = 0; ; at += room - stride)
        {
            bool last = at + room >= count;
            int end = last ? count : at + room;
            windows.Add(side == TextEnd.Right ? at..end : (count - end)..(count - at));
            if (last)
            {
                return windows;
            }
        }
    }
}
