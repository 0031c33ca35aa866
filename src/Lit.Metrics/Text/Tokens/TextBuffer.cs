namespace Lit.Metrics.Text.Tokens;

/// <summary>Characters that grow at the end; the memory stays for the next text.</summary>
internal sealed class TextBuffer
{
    private char[] _items = new char[256];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Text => _items.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(char character)
    {
        if (Length == _items.Length)
        {
            Array.Resize(ref _items, 2 * Length);
        }

        _items[Length++] = character;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Reserve(text.Length));
        Length += text.Length;
    }

    /// <summary>
    /// Room after the text for at most so many characters; <see cref="Advance"/> says how many were written.
    /// </summary>
    public Span<char> Reserve(int length)
    {
        if (_items.Length - Length < length)
        {
            Array.Resize(ref _items, Math.Max(2 * _items.Length, Length + length));
        }

        return _items.AsSpan(Length, length);
    }

    public void Advance(int length) => Length += length;
}
