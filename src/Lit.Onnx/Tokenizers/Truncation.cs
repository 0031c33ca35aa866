using Lit.Types;

namespace Lit.Onnx.Tokenizers;

/// <summary>How an encoding that is too long is cut.</summary>
/// <param name="MaxLength">The largest number of tokens, special tokens included.</param>
public sealed record Truncation(int MaxLength)
{
    /// <summary>Which text of a pair gives up tokens.</summary>
    /// <value><see cref="TruncationStrategy.LongestFirst"/> by default.</value>
    public TruncationStrategy Strategy { get; init; } = TruncationStrategy.LongestFirst;

    /// <summary>The end at which tokens are dropped.</summary>
    /// <value><see cref="TextEnd.Right"/> by default.</value>
    public TextEnd Side { get; init; } = TextEnd.Right;

    /// <summary>The number of tokens that each side keeps.</summary>
    /// <param name="first">The tokens of the text.</param>
    /// <param name="second">The tokens of the second text, or -1 if there is none.</param>
    /// <param name="special">The special tokens that are added.</param>
    internal (int First, int Second) Keep(int first, int second, int special)
    {
        int room = MaxLength - special;
        if (room < 0)
        {
            throw new ArgumentException(
                $"Expected a MaxLength of at least {special}, the number of special tokens; found {MaxLength}.");
        }

        int total = first + Math.Max(0, second);
        if (total <= room)
        {
            return (first, second);
        }

        if (room == 0)
        {
            return (0, Math.Min(0, second));
        }

        return Strategy switch
        {
            TruncationStrategy.OnlyFirst => (Shorten(first, total - room, "first", room), second),
            TruncationStrategy.OnlySecond when second < 0 => throw new LitException(
                "Expected a second text, because the truncation strategy is OnlySecond; found none. "
                + "Use LongestFirst or OnlyFirst for single texts."),
            TruncationStrategy.OnlySecond => (first, Shorten(second, total - room, "second", room)),
            _ => second < 0 ? (room, second) : KeepLongestFirst(first, second, room),
        };
    }

    private static int Shorten(int length, int remove, string side, int room) => length > remove
        ? length - remove
        : throw new LitException(
            $"Expected the {side} text to have more than the {remove} tokens that have to go for a room of {room}; "
            + $"found {length}. Use LongestFirst or a larger MaxLength.");

    private static (int First, int Second) KeepLongestFirst(int first, int second, int room)
    {
        bool swap = first > second;
        int shorter = swap ? second : first;
        int longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room)
        {
            shorter = room / 2;
            longer = shorter + (room % 2);
        }

        return swap ? (longer, shorter) : (shorter, longer);
    }
}
