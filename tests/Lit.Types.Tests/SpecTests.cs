using System.Text.Json;
using FsCheck.Fluent;
using Lit.Types.Json;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Types;

/// <summary>Specs keep their order, compare by value, and carry the names of fields in their types along.</summary>
public sealed class SpecTests
{
    private static readonly Spec Sentiment = new()
    {
        ["tokens"] = new Tokens { Parent = "text" },
        ["embs"] = new TokenEmbeddings { Align = "tokens" },
        ["grads"] = new TokenGradients { Align = "tokens", GradFor = "embs", GradTargetFieldKey = "label" },
        ["heads"] = new AttentionHeads { AlignIn = "tokens", AlignOut = "tokens" },
        ["probas"] = new MulticlassPreds { Vocab = ["neg", "pos"], Parent = "label" },
    };

    [TestCaseSource(nameof(Renames))]
    public void Fields_are_renamed_in_types_too(JsonElement item)
    {
        var spec = GoldenFile.Spec(item.Input().GetProperty("spec"));
        var names = item.Input().GetProperty("map").EnumerateObject().ToDictionary(name => name.Name, name => name.Value.GetString()!);

        Assert.That(spec.Rename(names), Is.EqualTo(GoldenFile.Spec(item.Expected())));
    }

    [TestCaseSource(nameof(Combinations))]
    public void Specs_are_combined_unless_a_field_has_two_types(JsonElement item)
    {
        var (left, right) = (GoldenFile.Spec(item.Input()[0]), GoldenFile.Spec(item.Input()[1]));

        if (item.Expected().IsError())
        {
            Assert.That(() => left.Combine(right), Throws.TypeOf<LitException>().With.Message.Contains("a: expected"));
        }
        else
        {
            Assert.That(left.Combine(right), Is.EqualTo(GoldenFile.Spec(item.Expected())));
        }
    }

    [Property(MaxTest = 300)]
    public Property Renaming_and_renaming_back_gives_the_same_spec() => Prop.ForAll(
        TypeGenerator.Specs.ToArbitrary(),
        spec =>
        {
            var there = spec.Keys.Concat(spec.Values.SelectMany(type => type.References).Select(reference => reference.Field))
                .Distinct()
                .ToDictionary(name => name, name => "new " + name);
            var back = there.ToDictionary(name => name.Value, name => name.Key);
            return spec.Rename(there).Rename(back).Equals(spec)
                && (spec.Count == 0 || !spec.Rename(there).Equals(spec));
        });

    [Property(MaxTest = 300)]
    public Property Renaming_keeps_references_whole_or_broken_as_they_were() => Prop.ForAll(
        TypeGenerator.Specs.ToArbitrary(),
        spec =>
        {
            var names = spec.Keys.Concat(spec.Values.SelectMany(type => type.References).Select(reference => reference.Field))
                .Distinct()
                .ToDictionary(name => name, name => "new " + name);
            return spec.Rename(names).CheckReferences(spec.Rename(names), null).Count() == spec.CheckReferences(spec, null).Count();
        });

    [Test]
    public void Two_names_that_become_one_are_refused()
        => Assert.That(
            () => Sentiment.Rename(new Dictionary<string, string> { ["embs"] = "grads" }),
            Throws.TypeOf<LitException>().With.Message.EqualTo("Expected every field once, found 'grads' twice."));

    [Test]
    public void References_are_whole_when_dataset_and_input_have_what_they_name()
    {
        var dataset = new Spec { ["text"] = new TextSegment(), ["label"] = new CategoryLabel() };

        Assert.That(Sentiment.CheckReferences(dataset, null), Is.Empty);
        Assert.That(Sentiment.CheckReferences(), Is.Empty, "what the input side has is not known");
    }

    [Test]
    public void A_broken_reference_is_told_with_its_attribute_and_place()
    {
        var dataset = new Spec { ["label"] = new Scalar() };
        var broken = Sentiment.Without("tokens").With("grads", new TokenGradients { GradFor = "probas", GradTargetFieldKey = "class" });

        Assert.That(broken.CheckReferences(dataset, null).Select(mismatch => mismatch.ToString()), Is.EqualTo(new[]
        {
            "embs: expected Align to name a Tokens field of the same spec, found 'tokens', which is not there",
            "grads: expected GradFor to name a Embeddings or TokenEmbeddings field of the same spec, found 'probas', a MulticlassPreds",
            "grads: expected GradTargetFieldKey to name a field of the dataset or the model's input, found 'class', which is not there",
            "heads: expected AlignIn to name a Tokens field of the same spec, found 'tokens', which is not there",
            "heads: expected AlignOut to name a Tokens field of the same spec, found 'tokens', which is not there",
            "probas: expected Parent to name a CategoryLabel field of the dataset or the model's input, found 'label', a Scalar",
        }));
    }

    [Test]
    public void Fields_are_found_by_type_and_by_the_name_of_a_type_with_what_derives_from_it()
    {
        var spec = new Spec
        {
            ["score"] = new RegressionScore(),
            ["scalar_foo"] = new Scalar(),
            ["text"] = new TextSegment(),
            ["emb_0"] = new Embeddings(),
            ["emb_1"] = new Embeddings(),
            ["tokens"] = new Tokens(),
            ["generated_text"] = new GeneratedText(),
        };

        Assert.That(spec.FieldsOf<Scalar>().Select(field => field.Key), Is.EqualTo(new[] { "score", "scalar_foo" }));
        Assert.That(spec.FieldsOf(["TextSegment", "Tokens"]), Is.EqualTo(new[] { "text", "tokens", "generated_text" }));
        Assert.That(spec.FieldsOf(["_Tensor"]), Is.EqualTo(new[] { "emb_0", "emb_1" }));
        Assert.That(spec.FieldsOf(["LitType"]), Is.EqualTo(spec.Keys));
        Assert.That(spec.FieldsOf(["AttentionHeads"]), Is.Empty);
        Assert.That(() => spec.FieldsOf(["Tensor"]).ToArray(), Throws.TypeOf<LitException>());
    }

    [Test]
    public void A_spec_is_not_changed_by_making_another_of_it()
    {
        var with = Sentiment.With("extra", new Tokens());

        Assert.That(Sentiment.ContainsKey("extra"), Is.False);
        Assert.That(with.Without("extra"), Is.EqualTo(Sentiment));
        Assert.That(Sentiment.With("tokens", new Tokens()).Keys, Is.EqualTo(Sentiment.Keys));
    }

    [Test]
    public void A_type_is_shown_with_what_is_not_by_default()
    {
        Assert.That(new MulticlassPreds { Vocab = ["a"], NullIndex = 0 }.ToString(), Is.EqualTo("""MulticlassPreds(vocab=["a"], null_idx=0)"""));
        Assert.That(new TextSegment { Required = false }.ToString(), Is.EqualTo("TextSegment(required=false)"));
    }

    [Test]
    public void A_spec_reads_back_from_a_file_of_LIT()
    {
        const string Text = "{\n  \"text\": {\n    \"required\": true,\n    \"annotated\": false,\n    \"default\": \"\",\n"
            + "    \"__class__\": \"LitType\",\n    \"__name__\": \"TextSegment\"\n  }\n}";
        var spec = LitJson.ReadSpec(Text);

        Assert.That(spec, Is.EqualTo(new Spec { ["text"] = new TextSegment() }));
        Assert.That(LitJson.Write(spec, LitJsonOptions.Invertible with { Indented = true }), Is.EqualTo(Text));
    }

    private static IEnumerable<TestCaseData> Renames() => GoldenFile.Cases("spec_helpers", "remap_spec");

    private static IEnumerable<TestCaseData> Combinations() => GoldenFile.Cases("spec_helpers", "combine");
}
