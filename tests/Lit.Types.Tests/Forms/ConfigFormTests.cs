using System.Text.Json;
using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace Lit.Types.Forms;

/// <summary>Settings without a form: choices, defaults, text, and what is missing.</summary>
public sealed class ConfigFormTests
{
    private static readonly Spec Dataset = new() { ["text"] = new TextSegment(), ["label"] = new CategoryLabel { Vocab = ["a"] } };
    private static readonly Spec Output = new() { ["probas"] = new MulticlassPreds { Vocab = ["a"] }, ["tokens"] = new Tokens() };

    private static readonly Spec Config = new()
    {
        ["prediction"] = new SingleFieldMatcher { Spec = SpecSource.Output, Types = ["MulticlassPreds", "RegressionScore"], Default = "x" },
        ["fields"] = new MultiFieldMatcher { Spec = SpecSource.Dataset, Types = "StringLitType", SelectAll = true },
        ["some"] = new MultiFieldMatcher { Spec = SpecSource.Input, Types = ["TextSegment"], Default = ["text"] },
        ["none"] = new SingleFieldMatcher { Spec = SpecSource.Input, Types = ["Scalar"] },
        ["mode"] = new CategoryLabel { Vocab = ["fast", "slow"], Default = "slow" },
        ["tags"] = new SparseMultilabel { Vocab = ["t"], Default = ["t"] },
        ["words"] = new Tokens { Default = ["the", "a"] },
        ["count"] = new Integer { Default = 5, Required = false },
        ["rate"] = new Scalar { Default = null },
    };

    [Test]
    public void A_matcher_offers_the_fields_whose_type_is_named_or_derives_from_one()
    {
        var resolved = ConfigForm.Resolve(Config, Dataset, new() { ["text"] = new TextSegment() }, Output);

        Assert.That(((FieldMatcher)resolved["prediction"]).Vocab, Is.EqualTo(new[] { "probas" }));
        Assert.That(((FieldMatcher)resolved["fields"]).Vocab, Is.EqualTo(new[] { "text", "label" }));
        Assert.That(((FieldMatcher)resolved["none"]).Vocab, Is.Empty);
        Assert.That(resolved["count"], Is.SameAs(Config["count"]));
    }

    [Test]
    public void A_form_starts_with_first_choices_and_with_defaults()
    {
        var resolved = ConfigForm.Resolve(Config, Dataset, new() { ["text"] = new TextSegment() }, Output);

        var defaults = ConfigForm.Defaults(resolved);

        Assert.That(defaults["prediction"], Is.EqualTo("probas"));
        Assert.That(defaults["fields"], Is.EqualTo(new[] { "text", "label" }));
        Assert.That(defaults["some"], Is.EqualTo(new[] { "text" }));
        Assert.That(defaults["none"], Is.EqualTo(""));
        Assert.That(defaults["mode"], Is.EqualTo("fast"));
        Assert.That(defaults["tags"], Is.EqualTo(new[] { "t" }));
        Assert.That(defaults["words"], Is.EqualTo(new[] { "the", "a" }));
        Assert.That(defaults["count"], Is.EqualTo(5L));
        Assert.That(defaults["rate"], Is.Null);
        Assert.That(ConfigForm.InitDefaults(Config).Keys, Does.Not.Contain("rate").And.Contain("count"));
    }

    [TestCaseSource(nameof(Checks))]
    public void Settings_are_checked_as_LIT_checks_them(JsonElement item)
    {
        string name = GoldenFile.Name(item);
        var config = item.Input().GetProperty("config") is { ValueKind: JsonValueKind.Object } map ? GoldenFile.Record(map) : null;
        var spec = GoldenFile.Spec(item.Input().GetProperty("spec"));
        bool strict = name.EndsWith("strict", StringComparison.Ordinal);

        Assert.That(
            Check,
            config is null ? (IResolveConstraint)Throws.ArgumentNullException
                : item.Expected().IsError() ? Throws.TypeOf<LitException>().With.Message.StartsWith("tester: expected")
                : Throws.Nothing);

        void Check()
        {
            if (strict)
            {
                ConfigForm.ThrowIfUnfit(config!, spec, "tester");
            }
            else
            {
                ConfigForm.ThrowIfIncomplete(config!, spec, "tester");
            }
        }
    }

    [Test]
    public void Text_from_a_box_becomes_a_value_or_stays_for_the_check_to_report()
    {
        Assert.That(ConfigForm.Parse(new Scalar(), "0.5"), Is.EqualTo(0.5));
        Assert.That(ConfigForm.Parse(new Scalar(), "half"), Is.EqualTo("half"));
        Assert.That(ConfigForm.Parse(new Integer(), "7"), Is.EqualTo(7L));
        Assert.That(ConfigForm.Parse(new Integer(), "7.5"), Is.EqualTo("7.5"));
        Assert.That(ConfigForm.Parse(new BooleanLitType(), "True"), Is.EqualTo(true));
        Assert.That(ConfigForm.Parse(new Tokens(), "a, b ,c"), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(ConfigForm.Parse(new SparseMultilabel { Separator = "|" }, "a|b"), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(ConfigForm.Parse(new Tokens(), ""), Is.Empty);
        Assert.That(ConfigForm.Parse(new TextSegment(), "a, b"), Is.EqualTo("a, b"));
    }

    [TestCaseSource(nameof(Truths))]
    public void A_value_counts_as_true_where_LIT_says_so(JsonElement item)
        => Assert.That(LooseBoolean.Of(GoldenFile.Value(item.Input())), Is.EqualTo(item.Expected().GetBoolean()));

    private static IEnumerable<TestCaseData> Checks() => GoldenFile.Cases("spec_helpers", "config");

    private static IEnumerable<TestCaseData> Truths() => GoldenFile.Cases("utils", "coerce_bool");
}
