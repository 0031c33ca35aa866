using NUnit.Framework;

namespace Lit.Components.Salience;

internal sealed class TokenAlignmentTests
{
    [TestCase("Hello World!", "hello|world|!", "Hello|World|!")]
    [TestCase("Unbelievable Café", "[CLS]|un|##believ|##able|cafe|[SEP]", "|Un|believ|able|Café|")]
    [TestCase("a cat on a mat", "a|cat|on|a|mat", "a|cat|on|a|mat")]
    [TestCase("see 映画 now", "see|[UNK]|now", "see||now")]
    [TestCase("The end", "▁The|▁end", "The|end")]
    [TestCase("The end", "The|Ġend", "The|end")]
    [TestCase("", "[CLS]|[SEP]", "|")]
    public void Tokens_are_found_in_the_text_in_order(string text, string tokens, string expected)
        => Assert.That(
            string.Join(
                '|', TokenAlignment.Find(text, tokens.Split('|'), "##").Select(token => text[token.Start..token.End])),
            Is.EqualTo(expected));

    [Test]
    public void A_token_that_is_not_in_the_text_does_not_swallow_the_rest()
    {
        const string text = "one two three four five six seven eight nine ten eleven x";

        var found = TokenAlignment.Find(text, ["x", "one", "two"], "##");

        Assert.That(found[1].Start, Is.Zero);
        Assert.That(text[found[2].Start..found[2].End], Is.EqualTo("two"));
    }

    [Test]
    public void Tokens_in_brackets_that_are_not_in_the_text_are_special()
        => Assert.That(
            TokenAlignment.Find("good", ["[CLS]", "good", "</s>"], "##").Select(token => token.IsSpecial),
            Is.EqualTo(new[] { true, false, true }));
}
