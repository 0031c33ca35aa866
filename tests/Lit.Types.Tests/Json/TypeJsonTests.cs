using System.Text.Json;
using FsCheck.Fluent;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Types.Json;

/// <summary>Types on the wire: LIT's names, order and errors.</summary>
public sealed class TypeJsonTests
{
    private static readonly LitJsonOptions Lit = new() { LitCompatible = true };

    [TestCaseSource(nameof(Cases))]
    public void A_type_has_the_wire_form_of_LIT(JsonElement item)
    {
        string name = item.Input().GetProperty("type").GetString()!;
        var wire = item.Expected().GetProperty("wire");

        if (wire.ValueKind == JsonValueKind.Null)
        {
            Assert.That(() => LitJson.ReadType($$"""{"__name__": "{{name}}"}"""), Throws.TypeOf<LitJsonException>());
            return;
        }

        var arguments = item.Input().GetProperty("args").EnumerateObject().Select(field => $"\"{field.Name}\": {field.Value.GetRawText()}");
        var type = LitJson.ReadType($"{{{string.Join(", ", arguments.Append($"\"__name__\": \"{name}\""))}}}");
        Assert.That(LitJson.Write(type, Lit), Is.EqualTo(wire.GetString()));
        Assert.That(LitJson.Write(type, LitJsonOptions.Invertible), Is.EqualTo(wire.GetString()));
        Assert.That(LitJson.ReadType(wire.GetString()!), Is.EqualTo(type));
    }

    [TestCaseSource(nameof(Families))]
    public void A_type_is_what_it_derives_from(JsonElement item)
    {
        string name = item.Input().GetProperty("type").GetString()!;
        var ancestors = item.Expected().GetProperty("is_a").EnumerateArray().Select(ancestor => ancestor.GetString());

        var entry = TypeTable.Find(name);

        Assert.That(TypeTable.All.Where(other => entry!.IsA(other)).Select(other => other.Name), Is.EquivalentTo(ancestors));
    }

    [TestCaseSource(nameof(Parses))]
    public void A_type_is_parsed_as_LIT_parses_it(JsonElement item)
    {
        var input = item.Input();
        if (input.GetProperty("fn").GetString() == "get_type_by_name")
        {
            string name = input.GetProperty("name").GetString()!;
            Assert.That(
                TypeTable.Find(name)?.Name,
                Is.EqualTo(item.Expected().IsError() ? null : item.Expected().GetProperty("class").GetString()));
        }
        else if (item.Expected().IsError() || NoTextForAVocabulary(item))
        {
            Assert.That(() => TypeTable.Read(Map(input)), Throws.TypeOf<LitJsonException>());
        }
        else
        {
            Assert.That(LitJson.Write(TypeTable.Read(Map(input)), Lit), Is.EqualTo(item.Expected().GetRawText()));
        }
    }

    [Test]
    public void Every_type_of_the_package_has_a_place_in_the_table()
    {
        Assert.That(TypeTable.All.Count(), Is.EqualTo(56));
        Assert.That(
            typeof(LitType).Assembly.GetExportedTypes()
                .Where(type => type.IsSubclassOf(typeof(LitType)) && !type.IsAbstract)
                .Where(type => TypeTable.All.All(entry => entry.Create().GetType() != type)),
            Is.Empty);
    }

    [TestCaseSource(nameof(Components))]
    public void The_specs_of_components_are_written_as_they_were_read(JsonElement item)
    {
        foreach (var spec in item.Expected().EnumerateObject().Where(spec => spec.Value.ValueKind == JsonValueKind.Object))
        {
            using var written = JsonDocument.Parse(LitJson.Write(LitJson.ReadSpec(spec.Value.GetRawText()), Lit));
            Assert.That(JsonElement.DeepEquals(written.RootElement, spec.Value), spec.Name);
        }
    }

    [Test]
    public void A_misspelt_attribute_is_named_with_those_that_exist()
        => Assert.That(
            () => LitJson.ReadType("""{"__name__": "TokenEmbeddings", "algin": "tokens"}"""),
            Throws.TypeOf<LitJsonException>().With.Message.EqualTo(
                "Expected TokenEmbeddings with keys among required, annotated, default, align; found 'algin'."));

    [Test]
    public void A_value_that_the_attribute_cannot_take_is_named_with_its_place()
        => Assert.That(
            () => LitJson.ReadType("""{"__name__": "MulticlassPreds", "vocab": ["a"], "threshold": 2}"""),
            Throws.TypeOf<LitJsonException>().With.Message.StartsWith(
                "MulticlassPreds.threshold: Expected a probability in [0, 1]."));

    [Property(MaxTest = 500)]
    public Property Every_type_and_spec_reads_back_as_itself() => Prop.ForAll(
        TypeGenerator.Specs.ToArbitrary(),
        spec => LitJson.ReadSpec(LitJson.Write(spec)).Equals(spec)
            && LitJson.ReadSpec(LitJson.Write(spec, new() { IsInvertible = true, Indented = true, SortKeys = true })).Count == spec.Count);

    private static IEnumerable<TestCaseData> Cases() => GoldenFile.Cases("types_json");

    private static IEnumerable<TestCaseData> Families()
        => Cases().Where(item => ((JsonElement)item.Arguments[0]!).Expected().TryGetProperty("is_a", out _));

    private static IEnumerable<TestCaseData> Components() => GoldenFile.Cases("component_specs");

    private static IEnumerable<TestCaseData> Parses() => GoldenFile.Cases("types_parse");

    /// <summary>LIT stores any value for any attribute; a vocabulary here is a list of labels.</summary>
    private static bool NoTextForAVocabulary(JsonElement item) => GoldenFile.Name(item).Contains("\"vocab\": \"abc\"", StringComparison.Ordinal);

    private static ValueMap<object?> Map(JsonElement input) => GoldenFile.Record(input.GetProperty("json"));

}
