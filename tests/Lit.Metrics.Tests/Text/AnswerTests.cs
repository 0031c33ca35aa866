using Lit.Types;
using NUnit.Framework;

namespace Lit.Metrics.Text;

public sealed class AnswerTests
{
    [TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["text/squad.json"])]
    public void Answers_are_compared_as_in_SQuAD(GoldenCase golden)
    {
        string answer = golden.Input.GetProperty("prediction").GetString()!;
        string[] right = TextCases.Strings(golden, "targets");

        golden.Check("exact", Answers.IsExact(answer, right) ? 1 : 0);
        golden.Check("f1", Answers.F1(answer, right));
        Assert.That(Answers.Normalize(answer), Is.EqualTo(golden.Expected.GetProperty("normalised_prediction").GetString()));
        Assert.That(
            right.Select(Answers.Normalize), Is.EqualTo(TextCases.Strings(golden.Expected.GetProperty("normalised_targets"))));
    }

    [Test]
    public void What_does_not_matter_can_be_chosen()
    {
        double Share(TextNormalization normalization) => new ExactMatchMetrics { Normalization = normalization }
            .Compute(["The  End.", "end"], ["the end", "the end"])[0].Value;

        Assert.That(Share(TextNormalization.None), Is.Zero);
        Assert.That(Share(TextNormalization.Case | TextNormalization.Punctuation | TextNormalization.Whitespace), Is.EqualTo(0.5));
        Assert.That(Share(TextNormalization.Answer), Is.EqualTo(1));
    }

    [Test]
    public void Lower_case_is_Unicodes()
        => Assert.That(Answers.Normalize("ΟΔΟΣ İ ΣΑΣ Σ"), Is.EqualTo("οδος i̇ σας σ"));

    [Test]
    public void A_category_is_no_text_unless_LIT_is_asked_for()
    {
        var prediction = new GeneratedText { Parent = "label" };

        Assert.That(new BleuMetrics().CheckFields(prediction, new CategoryLabel()).ToString(),
            Is.EqualTo("label: expected a text or ReferenceTexts, found CategoryLabel"));
        Assert.That(new BleuMetrics { LitCompatible = true }.CheckFields(prediction, new CategoryLabel()).IsCompatible, Is.True);
        Assert.That(new BleuMetrics().CheckFields(prediction, new ReferenceTexts()).IsCompatible, Is.True);
        Assert.That(new ExactMatchMetrics().CheckFields(prediction, new ReferenceTexts()).IsCompatible, Is.True);
    }
}
