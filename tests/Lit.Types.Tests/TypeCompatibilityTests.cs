using System.Text.Json;
using NUnit.Framework;

namespace Lit.Types;

/// <summary>Which fields can be read as which: LIT's answers, and the reasons that it does not give.</summary>
public sealed class TypeCompatibilityTests
{
    private static readonly LitType[] All = [.. GoldenFile.Load("types_compat").GetProperty("all").EnumerateArray().Select(GoldenFile.Type)];

    [TestCaseSource(nameof(Cases))]
    public void Types_fit_and_are_equal_where_LIT_says_so(JsonElement item)
    {
        var type = GoldenFile.Type(item.Input().GetProperty("left"));

        Assert.That(
            Enumerable.Range(0, All.Length).Where(i => type.CheckCompatibility("f", All[i]).IsCompatible),
            Is.EqualTo(Indices(item, "compatible_with")));
        Assert.That(Enumerable.Range(0, All.Length).Where(i => type.Equals(All[i])), Is.EqualTo(Indices(item, "equal_to")));
    }

    [Test]
    public void What_does_not_fit_is_told_attribute_by_attribute()
    {
        var found = new Scalar { MaxValue = 10, Annotated = true };

        Assert.That(
            found.CheckCompatibility("score", new Scalar()).ToString(),
            Is.EqualTo("score: expected annotated false, found true; score: expected max_val 1, found 10"));
        Assert.That(
            new TextSegment().CheckCompatibility("text", new URLLitType()).ToString(),
            Is.EqualTo("text: expected URLLitType, found TextSegment"));
        Assert.That(
            new GeneratedText().CheckCompatibility("text", new TextSegment()).ToString(),
            Is.EqualTo("text: expected TextSegment without parent, found GeneratedText, which has it"));
    }

    [Test]
    public void The_semantic_rule_asks_for_kin_and_vocabulary_only()
    {
        var labels = new CategoryLabel { Vocab = ["a", "b"] };

        Assert.That(Fits(new Scalar { MaxValue = 10 }, new Scalar()));
        Assert.That(Fits(new Integer(), new Scalar()));
        Assert.That(Fits(new GeneratedText(), new TextSegment { Annotated = true }));
        Assert.That(Fits(labels, new CategoryLabel()));
        Assert.That(Fits(labels, labels with { Default = "a" }));
        Assert.That(Fits(labels, new CategoryLabel { Vocab = ["b", "a"] }), Is.False);
        Assert.That(Fits(new CategoryLabel(), labels), Is.False);
        Assert.That(Fits(new TextSegment(), new URLLitType()), Is.False);

        static bool Fits(LitType found, LitType wanted)
            => found.CheckCompatibility("f", wanted, CompatibilityRule.Semantic).IsCompatible;
    }

    [Test]
    public void A_reader_needs_its_required_fields_and_every_present_one_must_fit()
    {
        var data = new Spec { ["text"] = new TextSegment(), ["score"] = new Scalar(), ["extra"] = new Tokens() };

        Assert.That(data.CheckCompatibility(new Spec { ["text"] = new TextSegment(), ["label"] = new CategoryLabel { Required = false } })
            .IsCompatible);
        Assert.That(
            data.CheckCompatibility(new Spec { ["label"] = new CategoryLabel(), ["score"] = new Integer { Required = false } }).ToString(),
            Is.EqualTo("label: expected a CategoryLabel field, found no such field; score: expected Integer, found Scalar"));
    }

    /// <summary>All but the last case, whose point is a vocabulary that is a tuple: .NET has one kind of vocabulary.</summary>
    private static IEnumerable<TestCaseData> Cases() => GoldenFile.Cases("types_compat").Where(HasLeft);

    private static bool HasLeft(TestCaseData data) => ((JsonElement)data.Arguments[0]!).Input().TryGetProperty("left", out _);

    private static int[] Indices(JsonElement item, string name)
        => [.. item.Expected().GetProperty(name).EnumerateArray().Select(index => index.GetInt32())];
}
