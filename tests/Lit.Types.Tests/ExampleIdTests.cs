using System.Text.Json;
using FsCheck.Fluent;
using Lit.Types.Json;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Types;

/// <summary>Ids depend on the content of an example alone, and are LIT's.</summary>
public sealed class ExampleIdTests
{
    private static readonly LitJsonOptions Hashed = new() { LitCompatible = true, SortKeys = true };

    [TestCaseSource(nameof(Cases))]
    public void An_id_is_that_of_LIT(JsonElement item)
    {
        var record = item.Input().TryGetProperty("$json_text", out _)
            ? (ValueMap<object?>)GoldenFile.Value(item.Input())!
            : GoldenFile.Record(item.Input());
        var hashed = new ValueMap<object?>(record.Where(field => field.Key is not ("_id" or "_meta")));

        Assert.That(LitJson.Write(hashed, Hashed), Is.EqualTo(item.Expected().GetProperty("text").GetString()));
        Assert.That(ExampleId.Of(record), Is.EqualTo(item.Expected().GetProperty("id").GetString()));
    }

    [TestCase("""{"val": 1}""", "b1d0ec818f8aeefdd0551cad96d58e75")]
    [TestCase("""{"parity": "odd", "text": "One", "value": 1, "_id": "some_random_id"}""", "25dd56cf3b51e8e2954575f88b2620ca")]
    [TestCase("""{"x": 123456789.123}""", "65b8b5b3a74c1e5f725c9519f90d0725")]
    [TestCase("""{"x": 9007199254740992.0}""", "bc37af60be2aa830c10c13d684f3ece7")]
    [TestCase("""{"x": -1.5e-7}""", "c635497900ae649f91a71659e883f09e")]
    [TestCase("""{"x": 123456789012345678901234567890}""", "fad245bb9ea09f4ced77088627629e9b")]
    [TestCase("""{"\ufffd": 1, "\ud83d\ude00": 2}""", "2ff91609c533793011f41c5ff447f1ea")]
    public void Ids_of_examples_known_from_elsewhere(string json, string id)
        => Assert.That(ExampleId.Of((ValueMap<object?>)LitJson.Read(json)!), Is.EqualTo(id));

    [Test]
    public void A_value_without_a_JSON_form_is_refused()
        => Assert.That(
            () => ExampleId.Of(new Dictionary<string, object?> { ["made"] = DateTime.UnixEpoch }),
            Throws.TypeOf<LitJsonException>().With.Message.Contains("DateTime"));

    [Property(MaxTest = 300)]
    public Property The_order_of_the_keys_does_not_matter() => Prop.ForAll(
        Generate.Maps(3).ToArbitrary(),
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        (map, seed) => ExampleId.Of(map) == ExampleId.Of(Shuffled(map, seed)));

    [Property(MaxTest = 300)]
    public Property The_id_and_the_provenance_of_an_example_do_not_matter() => Prop.ForAll(
        Generate.Maps(2).ToArbitrary(),
        map => ExampleId.Of(map) == ExampleId.Of(new ValueMap<object?>(map) { ["_id"] = "x", ["_meta"] = map }));

    [Test]
    public void Hashing_allocates_little_more_than_the_id()
    {
        var record = new Dictionary<string, object?> { ["text"] = new string('x', 2000), ["label"] = "1", ["score"] = 0.5 };
        ExampleId.Of(record);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            ExampleId.Of(record);
        }

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 100, Is.LessThan(400));
    }

    private static IEnumerable<TestCaseData> Cases() => GoldenFile.Cases("input_hash");

    private static ValueMap<object?> Shuffled(ValueMap<object?> map, int seed)
        => new(map.OrderBy(entry => HashCode.Combine(entry.Key, seed)).Select(entry => new KeyValuePair<string, object?>(
            entry.Key,
            entry.Value is ValueMap<object?> inner ? Shuffled(inner, seed) : entry.Value)));
}
