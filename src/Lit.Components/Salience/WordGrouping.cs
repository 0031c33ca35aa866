using Lit.Api.Attribution;

namespace Lit.Components.Salience;

/// <summary>Puts the tokens of a text together to words.</summary>
internal static class WordGrouping
{
    /// <summary>A word and the tokens whose text lies in it.</summary>
    /// <param name="Start">Where the word starts in the text, in UTF-16 chars.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="Tokens">The positions of its tokens.</param>
    public sealed record Group(int Start, int End, List<int> Tokens);

    /// <summary>
    /// Groups tokens by the words that they touch. A token that touches several words makes one group of them, so that
    /// no score
    /// has to be split; words without a token are left out.
    /// </summary>
    /// <returns>The groups in the order of the text, and the positions of the tokens without text.</returns>
    public static (List<Group> Groups, List<int> Outside) Of(string text, IReadOnlyList<TextToken> tokens)
    {
        var words = WordSegmenter.Segment(text);
        List<int> outside = [];
        List<Group> spans = [];
        for (int t = 0; t < tokens.Count; t++)
        {
            var (start, end) = Trim(text, tokens[t]);
            if (tokens[t].IsSpecial || start >= end)
            {
                outside.Add(t);
                continue;
            }

            int first = FirstEndingAfter(words, start);
            int last = first;
            while (last + 1 < words.Count && words[last + 1].Start < end)
            {
                last++;
            }

            // A token of characters that are no word, such as a control character, is a group of its own.
            bool touches = first < words.Count && words[first].Start < end;
            spans.Add(touches
                ? new(Math.Min(start, words[first].Start), Math.Max(end, words[last].End), [t])
                : new(start, end, [t]));
        }

        spans.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Tokens[0].CompareTo(b.Tokens[0]));
        List<Group> groups = [];
        foreach (Group span in spans)
        {
            if (groups.Count > 0 && span.Start < groups[^1].End)
            {
                groups[^1] = new(
                    groups[^1].Start, Math.Max(groups[^1].End, span.End), [.. groups[^1].Tokens, .. span.Tokens]);
            }
            else
            {
                groups.Add(span);
            }
        }

        return (groups, outside);
    }

    private static (int Start, int End) Trim(string text, TextToken token)
    {
        int start = Math.Clamp(token.Start, 0, text.Length);
        int end = Math.Clamp(token.End, start, text.Length);
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return (start, end);
    }

    private static int FirstEndingAfter(List<(int Start, int End)> words, int position)
    {
        int low = 0;
        int high = words.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (words[middle].End <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
