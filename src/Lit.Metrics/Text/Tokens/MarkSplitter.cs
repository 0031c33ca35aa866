namespace Lit.Metrics.Text.Tokens;

/// <summary>
/// Sets marks of Western texts apart with spaces, character by character, as the mteval script v13a does.
/// </summary>
/// <remarks>
/// Four rules, each fed by the one before: marks other than <c>' , - .</c>; a point or comma after what is no digit,
/// then before what is no digit; a dash after a digit. A character that a rule has used does not start its next match.
/// </remarks>
internal ref struct MarkSplitter(Span<char> output)
{
    private const char Nothing = '\0';

    private readonly Span<char> _output = output;
    private char _beforeMark;
    private char _mark;
    private bool _isAfterDigit;

    /// <summary>How many characters are written.</summary>
    public int Length { get; private set; }

    /// <summary>The most characters that a text of a length can become.</summary>
    public static int MostLength(int length) => (6 * length) + 16;

    public void Push(char character)
    {
        if (character is (>= '{' and <= '~') or (>= '[' and <= '`') or (> ' ' and <= '&') or (>= '(' and <= '+')
            or (>= ':' and <= '@') or '/')
        {
            AfterNonDigit(' ');
            AfterNonDigit(character);
            AfterNonDigit(' ');
        }
        else
        {
            AfterNonDigit(character);
        }
    }

    public void End()
    {
        if (_mark != Nothing)
        {
            AfterDigit(_mark);
            _mark = Nothing;
        }
    }

    private void AfterNonDigit(char character)
    {
        if (character is '.' or ',' && _beforeMark != Nothing && !char.IsAsciiDigit(_beforeMark))
        {
            BeforeNonDigit(' ');
            BeforeNonDigit(character);
            BeforeNonDigit(' ');
            _beforeMark = Nothing;
        }
        else
        {
            BeforeNonDigit(character);
            _beforeMark = character;
        }
    }

    private void BeforeNonDigit(char character)
    {
        if (_mark != Nothing)
        {
            bool splits = !char.IsAsciiDigit(character);
            if (splits)
            {
                AfterDigit(' ');
            }

            AfterDigit(_mark);
            if (splits)
            {
                AfterDigit(' ');
            }

            AfterDigit(character);
            _mark = Nothing;
        }
        else if (character is '.' or ',')
        {
            _mark = character;
        }
        else
        {
            AfterDigit(character);
        }
    }

    private void AfterDigit(char character)
    {
        if (_isAfterDigit && character == '-')
        {
            _output[Length++] = ' ';
            _output[Length++] = '-';
            _output[Length++] = ' ';
            _isAfterDigit = false;
        }
        else
        {
            _output[Length++] = character;
            _isAfterDigit = char.IsAsciiDigit(character);
        }
    }
}
