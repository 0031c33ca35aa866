namespace Lit.Metrics.Text.Tokens;

/// <summary>Where the words of a text are: all that stands between spaces.</summary>
internal ref struct SpaceSplit(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _start;
    private int _end;

    public readonly Range Current => _start.._end;

    public readonly SpaceSplit GetEnumerator() => this;

    public bool MoveNext()
    {
        _start = _end;
        while (_start < _text.Length && Characters.IsSpace(_text[_start]))
        {
            _start++;
        }

        _end = _start;
        while (_end < _text.Length && !Characters.IsSpace(_text[_end]))
        {
            _end++;
        }

        return _end > _start;
    }
}
