namespace Lit.Metrics.Text.Tokens;

/// <summary>Cuts the endings off English words, so that <c>running</c> and <c>runs</c> are both <c>run</c>.</summary>
/// <remarks>
/// M. Porter: An algorithm for suffix stripping (1980), with the irregular words and changes of NLTK. Lower case only.
/// </remarks>
internal sealed partial class PorterStemmer
{
    private char[] _word = new char[64];
    private int _length;

    /// <summary>The stem of a word, valid until the next call.</summary>
    public ReadOnlySpan<char> Stem(ReadOnlySpan<char> word)
    {
        if (Irregular(word) is { } known)
        {
            return known;
        }

        if (word.Length <= 2)
        {
            return word;
        }

        if (_word.Length <= word.Length)
        {
            _word = new char[2 * word.Length];
        }

        word.CopyTo(_word);
        _length = word.Length;
        RemovePlural();
        RemovePast();
        if (Ends("y") && _length > 2 && IsConsonant(_length - 2))
        {
            _word[_length - 1] = 'i';
        }

        ShortenDouble();
        ShortenAdjective();
        RemoveSuffix();
        RemoveFinal();
        return _word.AsSpan(0, _length);
    }

    private static string? Irregular(ReadOnlySpan<char> word) => word switch
    {
        "sky" or "skies" => "sky",
        "dying" => "die",
        "lying" => "lie",
        "tying" => "tie",
        "news" => "news",
        "innings" or "inning" => "inning",
        "outings" or "outing" => "outing",
        "cannings" or "canning" => "canning",
        "howe" => "howe",
        "proceed" => "proceed",
        "exceed" => "exceed",
        "succeed" => "succeed",
        _ => null,
    };

    /// <summary>Step 1a.</summary>
    private void RemovePlural()
    {
        if (Ends("ies"))
        {
            _length -= _length == 4 ? 1 : 2;
        }
        else if (Ends("sses"))
        {
            _length -= 2;
        }
        else if (Ends("s") && !Ends("ss"))
        {
            _length--;
        }
    }

    /// <summary>Step 1b.</summary>
    private void RemovePast()
    {
        if (Ends("ied"))
        {
            _length -= _length == 4 ? 1 : 2;
        }
        else if (Ends("eed"))
        {
            _length -= Measure(_length - 3) > 0 ? 1 : 0;
        }
        else if (Ends("ed") && HasVowel(_length - 2))
        {
            _length -= 2;
            Restore();
        }
        else if (Ends("ing") && HasVowel(_length - 3))
        {
            _length -= 3;
            Restore();
        }
    }

    /// <summary>What a stem needs that has lost <c>ed</c> or <c>ing</c>.</summary>
    private void Restore()
    {
        if (Ends("at") || Ends("bl") || Ends("iz"))
        {
            _word[_length++] = 'e';
        }
        else if (_length > 1 && _word[_length - 1] == _word[_length - 2] && IsConsonant(_length - 1))
        {
            _length -= _word[_length - 1] is 'l' or 's' or 'z' ? 0 : 1;
        }
        else if (Measure(_length) == 1 && EndsShort(_length))
        {
            _word[_length++] = 'e';
        }
    }

    /// <summary>Step 5.</summary>
    private void RemoveFinal()
    {
        if (Ends("e"))
        {
            int measure = Measure(_length - 1);
            _length -= measure > 1 || (measure == 1 && !EndsShort(_length - 1)) ? 1 : 0;
        }

        if (Ends("ll") && Measure(_length - 1) > 1)
        {
            _length--;
        }
    }

    private bool Ends(ReadOnlySpan<char> suffix) => _word.AsSpan(0, _length).EndsWith(suffix);

    private bool IsConsonant(int index) => _word[index] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => index == 0 || !IsConsonant(index - 1),
        _ => true,
    };

    private bool HasVowel(int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (!IsConsonant(i))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How often a consonant follows a vowel in the beginning of the word.</summary>
    private int Measure(int length)
    {
        int measure = 0;
        bool isAfterVowel = false;
        for (int i = 0; i < length; i++)
        {
            bool isConsonant = IsConsonant(i);
            measure += isConsonant && isAfterVowel ? 1 : 0;
            isAfterVowel = !isConsonant;
        }

        return measure;
    }

    /// <summary>
    /// Whether it ends consonant, vowel, consonant other than w, x, y, or is a vowel and a consonant.
    /// </summary>
    private bool EndsShort(int length)
        => (length >= 3 && IsConsonant(length - 3) && !IsConsonant(length - 2) && IsConsonant(length - 1)
                && _word[length - 1] is not ('w' or 'x' or 'y'))
            || (length == 2 && !IsConsonant(0) && IsConsonant(1));
}
