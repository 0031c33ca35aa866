namespace Lit.Metrics.Text.Tokens;

/// <content>Steps 2 to 4: endings by lists, of which the first that fits decides.</content>
internal sealed partial class PorterStemmer
{
    private static readonly (string Suffix, string Replacement)[] Doubles =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"), ("logi", "log"),
    ];

    private static readonly (string Suffix, string Replacement)[] Adjectives =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    private static readonly string[] Suffixes =
    [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous",
        "ive", "ize",
    ];

    /// <summary>Step 2.</summary>
    private void ShortenDouble()
    {
        if (Ends("alli") && Measure(_length - 4) > 0)
        {
            _length -= 2;
        }

        foreach (var (suffix, replacement) in Doubles)
        {
            if (Ends(suffix))
            {
                if (Measure(_length - (suffix == "logi" ? 3 : suffix.Length)) > 0)
                {
                    Replace(suffix.Length, replacement);
                }

                return;
            }
        }
    }

    /// <summary>Step 3.</summary>
    private void ShortenAdjective()
    {
        foreach (var (suffix, replacement) in Adjectives)
        {
            if (Ends(suffix))
            {
                if (Measure(_length - suffix.Length) > 0)
                {
                    Replace(suffix.Length, replacement);
                }

                return;
            }
        }
    }

    /// <summary>Step 4.</summary>
    private void RemoveSuffix()
    {
        foreach (string suffix in Suffixes)
        {
            if (Ends(suffix))
            {
                int stem = _length - suffix.Length;
                if (Measure(stem) > 1 && (suffix != "ion" || _word[stem - 1] is 's' or 't'))
                {
                    _length = stem;
                }

                return;
            }
        }
    }

    private void Replace(int suffix, string replacement)
    {
        _length -= suffix;
        replacement.CopyTo(_word.AsSpan(_length));
        _length += replacement.Length;
    }
}
