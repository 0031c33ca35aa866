using System.Text;

namespace Lit.Metrics.Text.Tokens;

/// <summary>Makes texts equal that mean the same.</summary>
internal sealed class TextNormalizer(TextNormalization steps)
{
    private readonly TextBuffer _source = new();
    private readonly TextBuffer _target = new();

    /// <summary>The text, valid until the next call.</summary>
    public ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text)
    {
        _source.Clear();
        if (steps.HasFlag(TextNormalization.Case))
        {
            Characters.AppendLower(text, _source);
        }
        else
        {
            _source.Append(text);
        }

        if (steps.HasFlag(TextNormalization.Punctuation))
        {
            RemovePunctuation();
        }

        if (steps.HasFlag(TextNormalization.Articles))
        {
            RemoveArticles();
        }

        return steps.HasFlag(TextNormalization.Whitespace) ? Collapse() : _source.Text;
    }

    private void RemovePunctuation()
    {
        _target.Clear();
        foreach (char character in _source.Text)
        {
            if (character is <= ' ' or >= '\u007F' || char.IsAsciiLetterOrDigit(character))
            {
                _target.Append(character);
            }
        }

        Swap();
    }

    /// <summary>A word is a run of letters, digits and underscores; an article becomes a space.</summary>
    private void RemoveArticles()
    {
        _target.Clear();
        ReadOnlySpan<char> text = _source.Text;
        while (text.Length > 0)
        {
            int word = WordLength(text);
            if (word == 0)
            {
                _target.Append(text[0]);
                text = text[1..];
                continue;
            }

            if (text[..word] is "a" or "an" or "the")
            {
                _target.Append(' ');
            }
            else
            {
                _target.Append(text[..word]);
            }

            text = text[word..];
        }

        Swap();
    }

    private ReadOnlySpan<char> Collapse()
    {
        _target.Clear();
        ReadOnlySpan<char> text = _source.Text;
        foreach (Range word in new SpaceSplit(text))
        {
            if (_target.Length > 0)
            {
                _target.Append(' ');
            }

            _target.Append(text[word]);
        }

        return _target.Text;
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value != '_' && !Rune.IsLetter(rune) && !Rune.IsNumber(rune))
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    private void Swap()
    {
        _source.Clear();
        _source.Append(_target.Text);
    }
}
