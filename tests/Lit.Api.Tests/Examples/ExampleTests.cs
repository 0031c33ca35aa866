using System.Numerics.Tensors;
using System.Text.Json;
using Lit.Types;
using NUnit.Framework;

namespace Lit.Api;

public sealed class ExampleTests
{
    private static readonly Example Review = new(new Dictionary<string, object?>
    {
        ["text"] = "fine",
        ["stars"] = 4L,
        ["score"] = 0.5,
        ["note"] = null,
        ["words"] = new[] { "fi", "ne" },
    });

    private static IEnumerable<TestCaseData<GoldenCase>> Modified
        => GoldenFile.Cases("utils", name => name.StartsWith("make_modified_input", StringComparison.Ordinal) && !name.Contains("(1, 2)", StringComparison.Ordinal));

    [Test]
    public void Values_come_as_their_types()
    {
        Assert.That(Review.Get<string>("text"), Is.EqualTo("fine"));
        Assert.That(Review.Get<long>("stars"), Is.EqualTo(4));
        Assert.That(Review.Get<IReadOnlyList<string>>("words"), Is.EqualTo(new[] { "fi", "ne" }));
    }

    [Test]
    public void A_whole_number_is_a_number_too()
    {
        Assert.That(Review.Get<double>("stars"), Is.EqualTo(4.0));
        Assert.That(Review.Get<int>("stars"), Is.EqualTo(4));
        Assert.That(Review.Get<double?>("stars"), Is.EqualTo(4.0));
    }

    [TestCase("nothing", "Example, field 'nothing': expected the field, found text, stars, score, note, words only.")]
    [TestCase("score", "Example, field 'score': expected String, found Double.")]
    [TestCase("note", "Example, field 'note': expected String, found no value.")]
    [TestCase("words", "Example, field 'words': expected String, found String[].")]
    public void A_value_that_is_not_there_or_of_another_type_is_one_clear_error(string field, string message)
        => Assert.That(() => Review.Get<string>(field), Throws.TypeOf<LitException>().With.Message.EqualTo(message));

    [Test]
    public void A_row_of_a_table_says_which()
    {
        var table = ExampleTable.FromExamples(new() { ["n"] = new Integer() }, [Review, Review]);

        Assert.That(() => table[1].Get<string>("score"), Throws.TypeOf<LitException>().With.Message.EqualTo(
            "Row 1, field 'score': expected String, found Double."));
    }

    [Test]
    public void A_null_comes_only_as_a_type_that_can_be_null()
    {
        Assert.That(Review.Get<double?>("note"), Is.Null);
        Assert.That(Review.TryGet<string>("note", out _), Is.False);
        Assert.That(Review.GetOr("note", "none"), Is.EqualTo("none"));
    }

    [Test]
    public void The_id_follows_from_the_content_unless_it_is_given()
    {
        var given = new Example(Review, "mine", null);

        Assert.That(Review.Id, Is.EqualTo(ExampleId.Of(Review)));
        Assert.That(given.Id, Is.EqualTo("mine"));
        Assert.That(given.HasGivenId, Is.True);
        Assert.That(new Example([new("_id", "theirs")]).Id, Is.EqualTo("theirs"));
        Assert.That(new Example([new("_id", "")]).HasGivenId, Is.False);
    }

    [Test]
    public void The_provenance_of_a_record_is_read()
    {
        var example = new Example([new("x", 1L), new("_meta", new Dictionary<string, object?> { ["added"] = true, ["parentId"] = "p", ["source"] = "s" })]);

        Assert.That(example.Meta, Is.EqualTo(new Provenance(true, "p", "s")));
        Assert.That(example.Keys, Is.EqualTo(new[] { "x" }));
    }

    [Test]
    public void A_field_that_occurs_twice_is_refused()
        => Assert.That(() => new Example([new("x", 1L), new("x", 2L)]), Throws.ArgumentException.With.Message.StartsWith(
            "Expected each field once, found 'x' twice."));

    [TestCaseSource(nameof(Modified))]
    public void A_changed_copy_follows_the_rule_of_modified_inputs(GoldenCase golden)
    {
        var example = new Example(Fields(golden.Input.GetProperty("example")));
        var overrides = Fields(golden.Input.GetProperty("overrides"));
        bool same = golden.Expected.GetProperty("same_object").GetBoolean();

        var changed = example.With(overrides, "SRC");

        Assert.That(ReferenceEquals(changed, example), Is.EqualTo(same));
        var expected = new Example(Fields(golden.Expected.GetProperty("result")));
        Assert.That(changed.Keys, Is.EqualTo(expected.Keys));
        Assert.That(changed, Has.Count.EqualTo(expected.Count).And.All.Matches<KeyValuePair<string, object?>>(
            field => ValueEquality.SameKind(field.Value, expected[field.Key])));
        if (!same)
        {
            // LIT leaves the id empty until a server gives one, and knows a parent only by an id that was given.
            Assert.That(changed.HasGivenId, Is.False);
            Assert.That(changed.Meta, Is.EqualTo(new Provenance(true, example.Id, "SRC")));
        }
    }

    [Test]
    public void The_recorded_case_of_a_tuple_is_left_out_because_a_value_here_is_a_list_or_it_is_not()
        => Assert.That(GoldenFile.All("utils").Count(golden => golden.Name == "make_modified_input {'l': (1, 2)}"), Is.EqualTo(1));

    [Test]
    public void NaN_always_changes()
    {
        var example = new Example([new("x", double.NaN), new("v", Tensor.Create([1f, float.NaN]))]);

        Assert.That(example.With("x", double.NaN, null), Is.Not.SameAs(example));
        Assert.That(example.With("v", Tensor.Create([1f, float.NaN]), null), Is.Not.SameAs(example));
    }

    [Test]
    public void A_text_of_an_example_shows_no_values()
        => Assert.That(Review.ToString(), Is.EqualTo("example with text, stars, score, note, words"));

    private static IEnumerable<KeyValuePair<string, object?>> Fields(JsonElement map)
        => map.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Value(property.Value)));

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("$array", out var items) => element.GetProperty("dtype").GetString() == "int64"
            ? Tensor.Create([.. items.EnumerateArray().Select(item => item.GetInt64())])
            : Tensor.Create([.. items.EnumerateArray().Select(item => item.GetSingle())]),
        _ => element.Value(),
    };
}
