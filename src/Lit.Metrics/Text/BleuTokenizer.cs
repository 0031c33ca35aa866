using System.Collections.Immutable;
using Lit.Metrics.Text.Tokens;
using Lit.Types;

namespace Lit.Metrics.Text;

/// <summary>
/// Splits texts into the words whose n-grams BLEU counts. Scores of different tokenizers cannot be compared.
/// </summary>
/// <remarks>
/// Names and splits are those of sacreBLEU (M. Post: A Call for Clarity in Reporting BLEU Scores, 2018).
/// </remarks>
public abstract class BleuTokenizer
{
    private static readonly ImmutableArray<BleuTokenizer> Known =
    [
        new WhitespaceTokenizer(), new Mteval13aTokenizer(), new InternationalTokenizer(), new ChineseTokenizer(),
        new CharacterTokenizer(),
    ];

    private protected BleuTokenizer()
    {
    }

    /// <summary>
    /// Words are what stands between spaces: for texts that are tokenized already. Named <c>none</c>.
    /// </summary>
    public static BleuTokenizer Whitespace => Known[0];

    /// <summary>That of published scores for Western languages, mteval's version 13a. Named <c>13a</c>.</summary>
    public static BleuTokenizer Mteval13a => Known[1];

    /// <summary>Punctuation and symbols of any script apart, mteval's version 14. Named <c>intl</c>.</summary>
    public static BleuTokenizer International => Known[2];

    /// <summary>Each Chinese character a word, the rest as <see cref="Mteval13a"/>. Named <c>zh</c>.</summary>
    public static BleuTokenizer Chinese => Known[3];

    /// <summary>Each code point a word, spaces aside. Named <c>char</c>.</summary>
    public static BleuTokenizer Character => Known[4];

    /// <summary>The name by which a score says how its texts were split.</summary>
    public abstract string Name { get; }

    /// <summary>A tokenizer of one's own, such as a SentencePiece model or a morphological analyser.</summary>
    /// <param name="name">How scores name it.</param>
    /// <param name="tokenize">Gives the words of a text; may be called by several threads.</param>
    public static BleuTokenizer Of(string name, Func<string, IEnumerable<string>> tokenize)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(tokenize);
        return new CustomTokenizer(name, tokenize);
    }

    /// <summary>The tokenizer of a name.</summary>
    /// <param name="name"><c>none</c>, <c>13a</c>, <c>intl</c>, <c>zh</c> or <c>char</c>.</param>
    /// <exception cref="LitException">There is none of that name; the message says what to do.</exception>
    public static BleuTokenizer Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Known.FirstOrDefault(tokenizer => tokenizer.Name == name) ?? throw new LitException(name switch
        {
            "ja-mecab" or "ko-mecab" => $"BLEU tokenizer '{name}' needs the MeCab analyser and its dictionary, which do not come with "
                + $"this library. Split with them yourself and pass {nameof(BleuTokenizer)}.{nameof(Of)}.",
            "spm" or "flores101" or "flores200" => $"BLEU tokenizer '{name}' needs a SentencePiece model, which does not come with this "
                + $"library. Load it yourself and pass {nameof(BleuTokenizer)}.{nameof(Of)}.",
            _ => $"Expected one of the BLEU tokenizers {string.Join(", ", Known.Select(tokenizer => tokenizer.Name))}; found '{name}'.",
        });
    }

    /// <summary>The words of a text.</summary>
    /// <param name="text">The text; spaces at its end do not count.</param>
    public IReadOnlyList<string> Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var buffer = new TextBuffer();
        Write(Characters.TrimEnd(text), buffer);
        var table = new WordTable();
        List<int> ids = [];
        table.Split(buffer.Text, ids);
        return [.. ids.Select(id => table[id].ToString())];
    }

    /// <inheritdoc />
    public override string ToString() => Name;

    /// <summary>Appends a text to a buffer with spaces between its words.</summary>
    internal abstract void Write(ReadOnlySpan<char> text, TextBuffer buffer);
}
