using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Text;
using FsCheck.Fluent;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Types.Json;

/// <summary>The encodings where they are better than LIT's, and what is not JSON.</summary>
public sealed class LitJsonTests
{
    private static readonly LitJsonOptions Lit = new() { LitCompatible = true };

    [Property(MaxTest = 1000)]
    public Property What_is_written_invertibly_reads_back_with_its_kinds() => Prop.ForAll(
        Generate.Values(3).ToArbitrary(),
        value => ValueComparer.Instance.Equals(LitJson.Read(LitJson.Write(value, LitJsonOptions.Invertible)), value)
            && ValueComparer.Instance.Equals(
                LitJson.Read(LitJson.Write(value, LitJsonOptions.Invertible with { Indented = true, SortKeys = true })), value));

    [Property(MaxTest = 1000)]
    public Property The_simple_encoding_is_JSON_for_every_browser() => Prop.ForAll(
        Generate.Values(3).ToArbitrary(),
        value => System.Text.Json.JsonDocument.Parse(LitJson.Write(value)).RootElement.ValueKind
            != System.Text.Json.JsonValueKind.Undefined);

    [Property(MaxTest = 2000)]
    public Property A_number_reads_back_to_the_bit_and_has_a_point_or_an_exponent() => Prop.ForAll(
        Generate.Numbers.Where(double.IsFinite).ToArbitrary(),
        number => LitJson.Write(number, Lit) is var text
            && double.Parse(text, CultureInfo.InvariantCulture).Equals(number)
            && text.AsSpan().IndexOfAny('.', 'e') >= 0
            && !text.Contains('E', StringComparison.Ordinal));

    [TestCase(100.0, "100.0")]
    [TestCase(1e15, "1000000000000000.0")]
    [TestCase(1234567890123456.0, "1234567890123456.0")]
    [TestCase(9999999999999998.0, "9999999999999998.0")]
    [TestCase(1e16, "1e+16")]
    [TestCase(1.2345678901234568e17, "1.2345678901234568e+17")]
    [TestCase(0.0001, "0.0001")]
    [TestCase(0.00012345, "0.00012345")]
    [TestCase(0.00001, "1e-05")]
    [TestCase(-1.5e-7, "-1.5e-07")]
    [TestCase(5e-324, "5e-324")]
    [TestCase(-0.0, "-0.0")]
    [TestCase(123456789.123, "123456789.123")]
    public void A_number_has_the_layout_of_Python(double number, string text)
        => Assert.That(LitJson.Write(number, Lit), Is.EqualTo(text));

    [Test]
    public void Numbers_that_are_not_finite_are_null_for_browsers_and_tagged_in_files()
    {
        double[] numbers = [double.NaN, double.NegativeInfinity];

        Assert.That(LitJson.Write(numbers), Is.EqualTo("[null, null]"));
        Assert.That(
            LitJson.Write(numbers, LitJsonOptions.Invertible),
            Is.EqualTo("""[{"__class__": "float", "__value__": "NaN"}, {"__class__": "float", "__value__": "-Infinity"}]"""));
    }

    [Test]
    public void An_array_keeps_its_element_type_and_its_shape()
    {
        string json = LitJson.Write(Tensor.Create(Array.Empty<float>(), [0, 3]), LitJsonOptions.Invertible);

        Assert.That(json, Is.EqualTo("""{"__class__": "np.ndarray", "__value__": [], "dtype": "float32", "shape": [0, 3]}"""));
        Assert.That(((Tensor<float>)LitJson.Read(json)!).Lengths.ToArray(), Is.EqualTo(new nint[] { 0, 3 }));
    }

    [Test]
    public void An_array_without_element_type_and_shape_has_those_of_its_content()
    {
        Assert.That(Read("[1, 2]"), Is.InstanceOf<Tensor<long>>());
        Assert.That(Read("[1, 2.5]"), Is.InstanceOf<Tensor<double>>());
        Assert.That(Read("[[true], [false]]"), Is.InstanceOf<Tensor<bool>>());
        Assert.That(Read("[]"), Is.InstanceOf<Tensor<double>>());
        Assert.That(((Tensor<double>)Read("1.5")!).ToArray(), Is.EqualTo(new[] { 1.5 }));
        Assert.That(Read("[\"a\"]"), Is.EqualTo(new ValueList<object?>(["a"])));

        static object? Read(string value) => LitJson.Read($$"""{"__class__": "np.ndarray", "__value__": {{value}}}""");
    }

    [Test]
    public void A_part_of_an_array_is_written_without_the_rest()
    {
        var whole = Tensor.Create([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]);

        Assert.That(LitJson.Write(whole.Slice([0..2, 1..3])), Is.EqualTo("[[2.0, 3.0], [5.0, 6.0]]"));
    }

    [Test]
    public void A_users_map_with_a_reserved_key_reads_back_as_a_map()
    {
        var map = new ValueMap<object?> { ["__class__"] = "mine", ["__name__"] = "Bob", ["a"] = 1L };

        string json = LitJson.Write(map, LitJsonOptions.Invertible);

        Assert.That(LitJson.Read(json), Is.EqualTo(map));
        Assert.That(() => LitJson.Read(LitJson.Write(map, Lit)), Throws.TypeOf<LitJsonException>());
    }

    [Test]
    public void A_scored_text_is_a_pair_and_in_files_one_that_LIT_takes_for_a_tuple()
    {
        ScoredText[] candidates = [new("hi", 0.5), new("bye")];

        Assert.That(LitJson.Write(candidates), Is.EqualTo("""[["hi", 0.5], ["bye", null]]"""));
        Assert.That(
            LitJson.Write(candidates[..1], LitJsonOptions.Invertible),
            Is.EqualTo("""[{"__class__": "tuple", "__value__": ["hi", 0.5]}]"""));
    }

    [TestCaseSource(nameof(Records))]
    public void Value_records_read_back_as_themselves_in_both_encodings(object record)
    {
        Assert.That(LitJson.Read(LitJson.Write(record)), Is.EqualTo(record));
        Assert.That(LitJson.Read(LitJson.Write(record, LitJsonOptions.Invertible)), Is.EqualTo(record));
    }

    [Test]
    public void Indented_text_puts_every_item_on_its_line_and_keeps_empty_ones_short()
        => Assert.That(
            LitJson.Write(new ValueMap<object?> { ["a"] = new[] { 1, 2 }, ["b"] = Array.Empty<int>() }, Lit with { Indented = true }),
            Is.EqualTo("{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}"));

    [Test]
    public void Text_in_UTF_16_and_UTF_32_is_recognized()
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            Assert.That(LitJson.Read(encoding.GetBytes("[\"é\"]")), Is.EqualTo(new ValueList<object?>(["é"])), encoding.WebName);
            Assert.That(
                LitJson.Read([.. encoding.GetPreamble(), .. encoding.GetBytes("{}")]), Is.EqualTo(new ValueMap<object?>()), encoding.WebName);
        }
    }

    [TestCase("{\"a\": [1, 2}", "Expected ']' at line 1, byte 12, found '}'.")]
    [TestCase("{\"a\": \n tru}", "Expected a value at line 2, byte 2, found 't'.")]
    [TestCase("[1", "Expected ']' at line 1, byte 3, found the end of the text.")]
    [TestCase("[1] 2", "Expected the end of the text at line 1, byte 5, found '2'.")]
    [TestCase("[01]", "Expected ']' at line 1, byte 3, found '1'.")]
    [TestCase("[1.]", "Expected ']' at line 1, byte 3, found '.'.")]
    [TestCase("\"a\nb\"", "Expected text without control characters at line 1, byte 3, found the byte 0x0a.")]
    [TestCase("\"\\x\"", "Expected an escape that JSON knows at line 1, byte 2, found '\\'.")]
    [TestCase("\"abc", "Expected a closing quote at line 1, byte 2, found 'a'.")]
    public void Broken_text_is_refused_with_its_place(string json, string message)
        => Assert.That(() => LitJson.Read(json), Throws.TypeOf<LitJsonException>().With.Message.EqualTo(message));

    [Test]
    public void Bytes_that_are_no_UTF_8_are_refused()
        => Assert.That(
            () => LitJson.Read([(byte)'"', (byte)'a', 0xC3, 0x28, (byte)'"']),
            Throws.TypeOf<LitJsonException>().With.Message.StartsWith("Expected UTF-8 in the text at line 1, byte 2"));

    [Test]
    public void Deep_nesting_and_endless_digits_are_refused()
    {
        Assert.That(() => LitJson.Read(new string('[', 100_000)), Throws.TypeOf<LitJsonException>().With.Message.Contains("128 deep"));
        Assert.That(() => LitJson.Read(new string('9', 100_000)), Throws.TypeOf<LitJsonException>().With.Message.Contains("4300 digits"));
        Assert.That(LitJson.Read(new string('9', 4000)), Is.InstanceOf<BigInteger>());
    }

    [Test]
    public void A_list_that_contains_itself_is_refused()
    {
        var list = new List<object?>();
        list.Add(list);

        Assert.That(() => LitJson.Write(list), Throws.TypeOf<LitJsonException>().With.Message.Contains("part of itself"));
    }

    [TestCase("""{"__class__": "np.ndarray", "__value__": [[1], [2, 3]]}""")]
    [TestCase("""{"__class__": "np.ndarray", "__value__": [1, [2]]}""")]
    [TestCase("""{"__class__": "np.ndarray", "__value__": [1, 2], "dtype": "float32", "shape": [2, 2000000000]}""")]
    [TestCase("""{"__class__": "np.ndarray", "__value__": [1, 2], "shape": [-1, -2]}""")]
    [TestCase("""{"__class__": "np.ndarray", "__value__": [], "shape": [2000000000, 2000000000, 2000000000, 2000000000]}""")]
    [TestCase("""{"__class__": "np.ndarray"}""")]
    [TestCase("""{"__class__": "DataTuple", "__name__": "SpanLabel", "start": 0, "end": 1, "colour": "red"}""")]
    [TestCase("""{"__class__": "DataTuple", "__name__": "TokenSalience", "tokens": ["a"], "salience": [1.0, 2.0]}""")]
    [TestCase("""{"__class__": "DataTuple", "__name__": "os.system", "command": "x"}""")]
    public void A_tag_that_its_content_belies_is_refused(string json)
        => Assert.That(() => LitJson.Read(json), Throws.TypeOf<LitJsonException>());

    [Test]
    public void A_writer_of_bytes_gets_the_same_text_and_nothing_on_failure()
    {
        var bytes = new ArrayBufferWriter<byte>();
        LitJson.Write(new[] { "é", "b" }, LitJsonOptions.Simple, bytes);

        Assert.That(Encoding.UTF8.GetString(bytes.WrittenSpan), Is.EqualTo("""["\u00e9", "b"]"""));
        Assert.That(
            () => LitJson.Write(new object[] { 1, TimeSpan.Zero }, LitJsonOptions.Simple, bytes),
            Throws.TypeOf<LitJsonException>().With.Message.Contains("TimeSpan"));
        Assert.That(bytes.WrittenCount, Is.EqualTo(15));
    }

    private static IEnumerable<object> Records() =>
    [
        new SpanLabel(0, 3, "PER", "text"),
        new EdgeLabel(new(0, 1), new(2, 3), "nsubj"),
        new EdgeLabel(new(0, 1), null, 0.5),
        new AnnotationCluster("Ann", [new(0, 3), new(7, 10, null, "text")], 0.25),
        new TokenSalienceMap(["a", "b"], [0.5, -0.25]),
        new FeatureSalienceMap(new() { ["age"] = 1, ["sex"] = -0.5 }),
        new FrameSalienceMap(new() { ["0"] = new(0.5, ["data:image/png;base64,"]) }),
        new SequenceSalienceMap(["a"], ["b", "c"], Tensor.Create([1.0, 0, 0, 0.5, 0.5, 0], [2, 3])),
        new RegressionResult(1, null, null),
        new ClassificationResult([0.25, 0.75], "1", true),
    ];
}
