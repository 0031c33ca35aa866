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

    /// <summary>A record of a file that LIT itself is tested with.</summary>
    [TestCase(
        "odd", "One", 1, "[]", "Uno", "e6fe0f4fea640597b32391cc5c8f4693",
        "0.13202541, -0.03675031, 0.17215404, 0.40481763, -0.0622374, -0.06223303, 0.41975092, 0.20398228, "
        + "-0.12478515, 0.14421114, -0.12317529, -0.12378983, 0.06431298, -0.50854523, -0.45847896, -0.14945466")]
    [TestCase(
        "even", "Six", 6, "[\"Two\", \"Three\"]", "Seis", "dfaf36c79243020d680c8fb3b671a903",
        "-0.44260968, 0.7195344, 2.97776021, -1.04424566, -1.62900723, -1.0109738, 1.84441369, 0.66238982, "
        + "-1.06739645, 1.03416571, 0.19559837, 1.95169101, -1.41454374, -0.66019571, -0.79004585, -2.94878824")]
    public void The_id_of_an_array_is_that_of_its_numbers(
        string parity, string text, int value, string divisors, string spanish, string id, string embedding)
    {
        string json = $$"""
            {"parity": "{{parity}}", "text": "{{text}}", "value": {{value}}, "other_divisors": {{divisors}},
             "in_spanish": "{{spanish}}", "embedding": {"__class__": "np.ndarray", "__value__": [{{embedding}}]} }
            """;

        Assert.That(ExampleId.Of((ValueMap<object?>)LitJson.Read(json)!), Is.EqualTo(id));
    }

    [Test]
    public void A_number_that_a_browser_rewrote_keeps_its_id_when_the_spec_is_known()
    {
        var spec = new Spec { ["score"] = new Scalar(), ["count"] = new Integer() };
        var sent = new ValueMap<object?> { ["score"] = 1.0, ["count"] = 2L, ["other"] = 1L };
        var rewritten = new ValueMap<object?> { ["score"] = 1L, ["count"] = 2.0, ["other"] = 1L };

        Assert.That(ExampleId.Of(rewritten), Is.Not.EqualTo(ExampleId.Of(sent)));
        Assert.That(ExampleId.OfTyped(rewritten, spec), Is.EqualTo(ExampleId.Of(sent)));
        Assert.That(ExampleId.OfTyped(sent, spec), Is.EqualTo(ExampleId.Of(sent)));
    }

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
