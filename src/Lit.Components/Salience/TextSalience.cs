using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>The scores of the tokens and words of one text.</summary>
public sealed record TextSalience
{
    internal TextSalience(string field, TokenizedText source, ReadOnlySpan<double> scores, ReadOnlySpan<double> shares)
    {
        if (source.Tokens.Count != scores.Length)
        {
            throw new LitException(
                $"Field '{field}': expected one score for each of {source.Tokens.Count} tokens, found {scores.Length}.");
        }

        (Field, TextField, Text, TruncatedAt) = (field, source.Field, source.Text, source.TruncatedAt);
        SalientToken[] tokens = new SalientToken[scores.Length];
        for (int t = 0; t < tokens.Length; t++)
        {
            tokens[t] = new(source.Tokens[t], scores[t]);
        }

        var (groups, outside) = WordGrouping.Of(source.Text, source.Tokens);
        Tokens = new(tokens);
        Shares = new(shares.ToArray());
        Words = new(groups.Select(group => new SalientWord(
            source.Text[group.Start..group.End],
            group.Start,
            group.End,
            group.Tokens.Sum(t => tokens[t].Score),
            new(group.Tokens))));
        OutsideText = new(outside.Select(t => tokens[t]));
    }

    /// <summary>The field of the model's output, or the name of the model's input, that the scores belong to.</summary>
    public string Field { get; }

    /// <summary>The field of the example with the text; empty when the model names none.</summary>
    public string TextField { get; }

    /// <summary>
    /// The text, as the user gave it; the tokens put together when the model does not say where they come from.
    /// </summary>
    public string Text { get; }

    /// <summary>
    /// The UTF-16 position in <see cref="Text"/> from which on the model saw nothing; null if it saw all.
    /// </summary>
    public int? TruncatedAt { get; }

    /// <summary>All tokens that the model saw, in order.</summary>
    public ValueList<SalientToken> Tokens { get; }

    /// <summary>
    /// The score of each of <see cref="Tokens"/> as a part of the sum of all |scores|; zero if all scores are.
    /// </summary>
    public ValueList<double> Shares { get; }

    /// <summary>The words that the model saw, in the order of the text: each the sum of its tokens.</summary>
    public ValueList<SalientWord> Words { get; }

    /// <summary>The tokens that stand for no piece of the text: those that the model's template adds.</summary>
    public ValueList<SalientToken> OutsideText { get; }

    /// <summary>
    /// The sum of the scores of all tokens; it is that of the words and of the tokens outside the text.
    /// </summary>
    public double Total => Tokens.Sum(token => token.Score);

    /// <summary>The sum of the scores of the tokens outside the text.</summary>
    public double TotalOutsideText => OutsideText.Sum(token => token.Score);

    /// <summary>The part of Σ|score| that falls to tokens outside the text, in [0, 1].</summary>
    public double ShareOutsideText
    {
        get
        {
            double all = Tokens.Sum(token => Math.Abs(token.Score));
            return all > 0 ? OutsideText.Sum(token => Math.Abs(token.Score)) / all : 0;
        }
    }
}

/// <summary>A token with its score.</summary>
/// <param name="Token">The token and its place in the text.</param>
/// <param name="Score">Its score, in the unit of the target for methods whose scores sum to a difference.</param>
public readonly record struct SalientToken(TextToken Token, double Score)
{
    /// <summary>The token as the model's vocabulary spells it.</summary>
    public string Text => Token.Text;
}

/// <summary>A word of a text with its score.</summary>
/// <param name="Text">The word as it stands in the text.</param>
/// <param name="Start">The position of its first UTF-16 char.</param>
/// <param name="End">The position after its last UTF-16 char.</param>
/// <param name="Score">The sum of the scores of its tokens.</param>
/// <param name="Tokens">The positions of its tokens in <see cref="TextSalience.Tokens"/>.</param>
public sealed record SalientWord(string Text, int Start, int End, double Score, ValueList<int> Tokens);
