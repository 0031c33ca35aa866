using Lit.Api;
using Lit.Api.Reporting;
using Lit.Types;
using NUnit.Framework;

namespace Lit.PublicApi.Usage;

public sealed class ReportTests
{
    private static readonly Dataset Reviews = new(
        new Spec { ["text"] = new TextSegment(), ["label"] = new CategoryLabel { Vocab = ["bad", "good"] } },
        [new Example([new("text", "a <b>great</b> film"), new("label", "good")])],
        "reviews",
        "One review.");

    [Test]
    public void What_a_dataset_looks_like_is_one_page_that_asks_for_nothing_else()
    {
        string page = Reviews.Summarize().ToHtml();

        Assert.That(page, Does.StartWith("<!DOCTYPE html>").IgnoreCase.And.Contain("label"));
        Assert.That(page, Does.Not.Match("(src|href)\\s*=\\s*[\"']?(https?:)?//"));
        Assert.That(page, Does.Not.Contain("<b>great</b>"));
    }

    [Test]
    public void The_same_is_text_for_a_terminal()
    {
        string text = Reviews.Summarize().ToAnsiString(new AnsiOptions { Colors = AnsiColors.None });

        Assert.That(text, Does.Contain("label"));
        Assert.That(text.ToCharArray(), Does.Not.Contain('\u001b'));
    }
}
