using System.Runtime.InteropServices;
using Lit.Metrics.Text.Tokens;

namespace Lit.Metrics.Text.Tags;

/// <summary>Finds the spans that tags stand for.</summary>
internal sealed class TagReader(TagScheme scheme)
{
    private const string NoType = "_";

    private readonly WordTable _types = new();
    private readonly StrictRules? _rules = scheme == TagScheme.Lenient ? null : StrictRules.Of(scheme);
    private readonly List<(char Letter, int Type)> _tags = [];

    public string TypeName(int type) => _types[type].ToString();

    /// <summary>The spans in order of their ends; those with equal ends do not occur.</summary>
    /// <param name="tags">One for each token.</param>
    /// <param name="what">What they are, for messages.</param>
    /// <param name="spans">Takes the spans.</param>
    /// <exception cref="FormatException">A tag is not of the scheme; the message names its position.</exception>
    public void Read(IReadOnlyList<string> tags, string what, List<TypedRange> spans)
    {
        spans.Clear();
        _tags.Clear();
        int outside = _types.IdOf(NoType);
        for (int i = 0; i < tags.Count; i++)
        {
            string? tag = tags[i];
            if (string.IsNullOrEmpty(tag))
            {
                throw new FormatException($"Expected a {what} for token {i}, found {(tag is null ? "null" : "an empty one")}.");
            }

            if (_rules?.Allows(tag[0]) == false)
            {
                throw new FormatException(
                    $"Expected a {what} that begins with one of {_rules.Letters}, those of {scheme}, for token {i}; found '{tag}'.");
            }

            _tags.Add((tag[0], tag.Length == 1 ? outside : _types.IdOf(TypeOf(tag))));
        }

        _tags.Add(('O', outside));
        if (_rules is null)
        {
            ReadLeniently(outside, spans);
        }
        else
        {
            ReadStrictly(_rules, outside, spans);
        }
    }

    private ReadOnlySpan<char> TypeOf(string tag)
    {
        ReadOnlySpan<char> rest = tag.AsSpan(1);
        if (_rules is not null)
        {
            rest = rest.Trim('-');
        }
        else if (rest.IndexOf('-') is var dash and >= 0)
        {
            rest = rest[(dash + 1)..];
        }

        return rest.IsEmpty ? NoType : rest;
    }

    private void ReadLeniently(int outside, List<TypedRange> spans)
    {
        (char Letter, int Type) before = ('O', outside);
        int start = 0;
        ReadOnlySpan<(char Letter, int Type)> tags = CollectionsMarshal.AsSpan(_tags);
        for (int i = 0; i < tags.Length; i++)
        {
            (char Letter, int Type) tag = tags[i];
            bool isOtherType = before.Type != tag.Type;
            if (before.Letter is 'E' or 'S'
                || (before.Letter is 'B' or 'I' && tag.Letter is 'B' or 'S' or 'O')
                || (isOtherType && before.Letter is not ('O' or '.')))
            {
                spans.Add(new(start, i, before.Type));
            }

            if (tag.Letter is 'B' or 'S'
                || (before.Letter is 'E' or 'S' or 'O' && tag.Letter is 'E' or 'I')
                || (isOtherType && tag.Letter is not ('O' or '.')))
            {
                start = i;
            }

            before = tag;
        }
    }

    private void ReadStrictly(StrictRules rules, int outside, List<TypedRange> spans)
    {
        ReadOnlySpan<(char Letter, int Type)> tags = CollectionsMarshal.AsSpan(_tags);
        (char Letter, int Type) before = ('O', outside);
        for (int i = 0; i < tags.Length;)
        {
            (char Letter, int Type) tag = tags[i];
            int end = i + 1;
            if (rules.Begins(before, tag))
            {
                while (end < tags.Length && rules.GoesOn(tags[end - 1], tags[end]))
                {
                    end++;
                }

                if (end < tags.Length && rules.Ends(tags[end - 1], tags[end]))
                {
                    spans.Add(new(i, end, tag.Type));
                }
            }

            before = tags[end - 1];
            i = end;
        }
    }
}
